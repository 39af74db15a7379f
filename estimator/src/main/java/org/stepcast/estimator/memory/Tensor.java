package org.stepcast.estimator.memory;

/**
 * A tensor on the device, or equal tensors together.
 *
 * @param name what it holds: {@code query, key, value}
 * @param bytes that the allocator gives it
 */
public record Tensor(String name, Part part, long bytes) {

    /** PyTorch's allocator gives multiples of this. Source: c10/cuda/CUDACachingAllocator.cpp, kMinBlockSize. */
    private static final long BLOCK_BYTES = 512;

    public Tensor {
        if (bytes < 0) {
            throw new IllegalArgumentException(name + ": bytes (" + bytes + ") must not be negative");
        }
    }

    /** One tensor of {@code bytes}, as the allocator rounds it. */
    static Tensor of(String name, Part part, double bytes) {
        return new Tensor(name, part, Math.ceilDiv((long) Math.ceil(bytes), BLOCK_BYTES) * BLOCK_BYTES);
    }

    /** {@code count} of it; not whole where an interleaved schedule holds parts of a stage. */
    Tensor times(double count) {
        return new Tensor(name, part, Math.round(bytes * count));
    }

    Tensor as(Part other) {
        return new Tensor(name, other, bytes);
    }

    Tensor named(String other) {
        return new Tensor(other, part, bytes);
    }
}

package org.stepcast.estimator.memory;

import java.util.Locale;

/** What a measured peak counts. */
public enum MemoryBasis {
    /** Tensors, as torch.cuda.max_memory_allocated reports them. */
    ALLOCATED,
    /** What the allocator took, as torch.cuda.max_memory_reserved reports it. */
    RESERVED,
    /** The process on the device, as nvidia-smi shows it. */
    DEVICE;

    /** The name that files and reports use: {@code device}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

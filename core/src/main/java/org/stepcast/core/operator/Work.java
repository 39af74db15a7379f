package org.stepcast.core.operator;

/**
 * What one pass of an operator must do at least, whatever the kernel.
 *
 * @param flops floating-point operations of matrix products; 0 for operators that only move data
 * @param readBytes bytes that must be read from device memory at least once
 * @param writtenBytes bytes that must be written at least once
 */
public record Work(double flops, double readBytes, double writtenBytes) {

    /** Read and written bytes together. */
    public double movedBytes() {
        return readBytes + writtenBytes;
    }

    /** The work of doing this and then {@code other}. */
    public Work plus(Work other) {
        return new Work(flops + other.flops, readBytes + other.readBytes, writtenBytes + other.writtenBytes);
    }

    /** An operator without matrix products. */
    static Work moving(double readBytes, double writtenBytes) {
        return new Work(0, readBytes, writtenBytes);
    }
}

package org.stepcast.sampler.backend.cuda;

/** What the driver tells of a device. Source: cuda.h, CUdevice_attribute; the numbers are part of its binary interface. */
enum DeviceAttribute {
    MULTIPROCESSOR_COUNT(16),
    CLOCK_KHZ(13),
    MEMORY_CLOCK_KHZ(36),
    L2_CACHE_BYTES(38),
    COMPUTE_MAJOR(75),
    COMPUTE_MINOR(76);

    private final int number;

    DeviceAttribute(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}

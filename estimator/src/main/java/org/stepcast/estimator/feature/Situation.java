package org.stepcast.estimator.feature;

import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/** Where and how an operator runs; turns its work into microseconds at the device's figures. */
record Situation(Pass pass, Precision precision, Device device) {

    private static final double MICROS_PER_SECOND = 1e6;

    boolean isForward() {
        return pass == Pass.FORWARD;
    }

    int multiprocessorCount() {
        return device.multiprocessorCount();
    }

    /** Time of {@code flops} at the dense peak. */
    double peakMicros(double flops) {
        return flops / device.peakFlopsPerSecond(precision) * MICROS_PER_SECOND;
    }

    /** Time of {@code bytes} at the memory's full bandwidth. */
    double memoryMicros(double bytes) {
        return bytes / device.memoryBytesPerSecond() * MICROS_PER_SECOND;
    }

    /** As {@link #memoryMicros} for the part of {@code bytes} that {@code share} of the L2 cache does not hold. */
    double uncachedMicros(double bytes, double share) {
        return memoryMicros(Math.max(0, bytes - share * device.l2Bytes()));
    }

    /** As {@link #memoryMicros} for the part of {@code bytes} that {@code share} of the L2 cache holds. */
    double cachedMicros(double bytes, double share) {
        return memoryMicros(Math.min(bytes, share * device.l2Bytes()));
    }
}

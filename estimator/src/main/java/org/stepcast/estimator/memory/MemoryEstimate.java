package org.stepcast.estimator.memory;

/**
 * Memory of one device at its peak.
 *
 * @param stage pipeline stage of the fullest device, counted from 0
 * @param activationsBytes of all micro-batches in flight, logits included
 * @param otherBytes outside of the framework's allocator: driver context, libraries, communication buffers
 * @param reservedFraction what the allocator reserves beyond the allocated peak
 */
public record MemoryEstimate(
        int stage,
        double weightsBytes,
        double gradientsBytes,
        double optimizerBytes,
        double activationsBytes,
        double otherBytes,
        double reservedFraction,
        double capacityBytes) {

    /** Standard deviation of the logarithm of measured over estimated device totals: a guess until it is calibrated. */
    private static final double LOG_DEVIATION = 0.10;

    public double peakAllocatedBytes() {
        return weightsBytes + gradientsBytes + optimizerBytes + activationsBytes;
    }

    public double peakReservedBytes() {
        return peakAllocatedBytes() * (1 + reservedFraction);
    }

    /** Probability that the device's capacity is exceeded, from a log-normal error of the estimate. */
    public double outOfMemoryProbability() {
        double deviations = Math.log((peakReservedBytes() + otherBytes) / capacityBytes) / LOG_DEVIATION;
        return 1 / (1 + Math.exp(-1.702 * deviations));
    }

    public boolean fits() {
        return outOfMemoryProbability() < 0.5;
    }
}

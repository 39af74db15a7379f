package org.stepcast.estimator.memory;

import java.util.Comparator;
import java.util.List;
import org.stepcast.estimator.memory.Part.Share;

/**
 * Peak memory of a job, and whether it fits.
 *
 * @param profile the habits that were assumed
 * @param stages in the order of the pipeline
 * @param capacityBytes what the driver reports as the device's memory
 * @param limits what probability and reserve follow from
 */
public record MemoryEstimate(
        String profile, List<StageMemory> stages, OutsideMemory outside, double capacityBytes, Limits limits) {

    /**
     * What turns tensors into a probability.
     *
     * @param overheadFraction what the allocator reserves beyond its blocks
     * @param releaseFraction of the allocated peak, lost to fragments when caches are given back
     * @param spreadFraction standard deviation of the logarithm of what is needed, from residuals
     * @param levelFraction a job fits up to this probability of running out of memory
     * @param comfortableFraction and fits well up to this one
     */
    public record Limits(
            double overheadFraction,
            double releaseFraction,
            double spreadFraction,
            double levelFraction,
            double comfortableFraction) {

        /** The least that the device must have: near its limit the allocator gives its caches back. */
        double neededBytes(double allocatedBytes, OutsideMemory outside) {
            return allocatedBytes * (1 + releaseFraction) + outside.bytes();
        }

        /** Probability that {@code capacityBytes} do not suffice, from a log-normal error of what is needed. */
        double outOfMemoryProbability(double neededBytes, OutsideMemory outside, double capacityBytes) {
            double spread = Math.hypot(spreadFraction, outside.spreadFraction() * outside.bytes() / neededBytes);
            return NormalDistribution.cumulative(Math.log(neededBytes / capacityBytes) / spread);
        }
    }

    public MemoryEstimate {
        stages = List.copyOf(stages);
    }

    /** The stage whose allocated peak is the largest. */
    public StageMemory fullest() {
        return stages.stream()
                .max(Comparator.comparingLong(StageMemory::allocatedBytes))
                .orElseThrow();
    }

    /** The moment of the peak, on the fullest stage. */
    public Moment peak() {
        return fullest().peak();
    }

    /** The largest sum of tensors at a time: what torch.cuda.max_memory_allocated reports. */
    public double allocatedBytes() {
        return fullest().allocatedBytes();
    }

    /** What the allocator takes from the device: what torch.cuda.max_memory_reserved reports. */
    public double reservedBytes() {
        return stages.stream().mapToLong(StageMemory::blockBytes).max().orElseThrow() * (1 + limits.overheadFraction());
    }

    /** What nvidia-smi shows for the process. */
    public double deviceBytes() {
        return reservedBytes() + outside.bytes();
    }

    /** The figure that a measurement on this basis compares with. */
    public double bytes(MemoryBasis basis) {
        return switch (basis) {
            case ALLOCATED -> allocatedBytes();
            case RESERVED -> reservedBytes();
            case DEVICE -> deviceBytes();
        };
    }

    /** The least that the device must have: near its limit the allocator gives its caches back. */
    public double neededBytes() {
        return limits.neededBytes(allocatedBytes(), outside);
    }

    /** Probability that the device's memory does not suffice, from a log-normal error of what is needed. */
    public double outOfMemoryProbability() {
        return limits.outOfMemoryProbability(neededBytes(), outside, capacityBytes);
    }

    /** Whether running out of memory is no likelier than the stated level. */
    public boolean fits() {
        return outOfMemoryProbability() <= limits.levelFraction();
    }

    /** Whether running out of memory is unlikely enough not to warn. */
    public boolean fitsWell() {
        return outOfMemoryProbability() <= limits.comfortableFraction();
    }

    /** Bytes of the peak that belong to one of the five figures that people ask for. */
    public long peakBytes(Share share) {
        return fullest().peakBytes(share);
    }

    /** Host memory of the rank that needs most of it. */
    public long hostBytes() {
        return stages.stream().mapToLong(StageMemory::hostBytes).max().orElse(0);
    }
}

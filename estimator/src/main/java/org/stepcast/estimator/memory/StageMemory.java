package org.stepcast.estimator.memory;

import java.util.Comparator;
import java.util.List;
import org.stepcast.estimator.memory.Part.Share;

/**
 * Memory of one rank of a pipeline stage.
 *
 * @param stage counted from 0
 * @param parameterCount that the rank holds, experts of its own included
 * @param inFlightCount micro-batches whose activations it holds at its fullest; parts of one under an interleaved schedule
 * @param moments at which it may be fullest: the backward pass comes first, the optimizer step last
 * @param hostBytes of the rank's states in the host's memory
 */
public record StageMemory(
        int stage, long layerCount, long parameterCount, double inFlightCount, List<Moment> moments, long hostBytes) {

    public StageMemory {
        moments = List.copyOf(moments);
    }

    /** The moment at which it is fullest. */
    public Moment peak() {
        return moments.stream().max(Comparator.comparingLong(Moment::bytes)).orElseThrow();
    }

    /** Bytes of the peak that belong to one of the five figures that people ask for. */
    public long peakBytes(Share share) {
        return peak().tensors().stream()
                .filter(tensor -> tensor.part().share() == share)
                .mapToLong(Tensor::bytes)
                .sum();
    }

    public long allocatedBytes() {
        return peak().bytes();
    }

    /** Bytes that are alive in every moment of the step: weights, gradients, optimizer states and buffers. */
    public long heldBytes() {
        return step().bytes() - step().bytes(Part.OPTIMIZER_STEP);
    }

    /** What the micro-batches keep between their forward and backward passes when the most of them are in flight. */
    public long activationBytes() {
        return moments.getFirst().bytes(Part.ACTIVATIONS);
    }

    private Moment step() {
        return moments.getLast();
    }

    /**
     * What the allocator takes, before its overhead: blocks of the optimizer step and of activations differ in size and
     * lifetime, so it keeps both.
     */
    long blockBytes() {
        return passBytes() + step().bytes(Part.OPTIMIZER_STEP);
    }

    /** The most that is alive in a forward or backward pass. */
    long passBytes() {
        return moments.stream()
                .filter(moment -> !moment.name().equals(Moment.OPTIMIZER_STEP))
                .mapToLong(Moment::bytes)
                .max()
                .orElseThrow();
    }
}

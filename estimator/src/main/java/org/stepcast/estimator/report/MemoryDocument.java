package org.stepcast.estimator.report;

import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.memory.MemoryModel;
import org.stepcast.estimator.step.StepEstimate;

/** The memory part of the JSON of {@code stepcast predict}. */
public record MemoryDocument(
        double peakAllocatedBytes,
        double peakReservedBytes,
        double capacityBytes,
        boolean fits,
        double outOfMemoryProbability,
        double weightsBytes,
        double gradientsBytes,
        double optimizerBytes,
        double activationsBytes,
        double otherBytes) {

    static MemoryDocument of(StepEstimate estimate) {
        MemoryEstimate memory = MemoryModel.peak(estimate.config());
        return new MemoryDocument(
                memory.peakAllocatedBytes(),
                memory.peakReservedBytes(),
                memory.capacityBytes(),
                memory.fits(),
                memory.outOfMemoryProbability(),
                memory.weightsBytes(),
                memory.gradientsBytes(),
                memory.optimizerBytes(),
                memory.activationsBytes(),
                memory.otherBytes());
    }
}

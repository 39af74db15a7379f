package org.stepcast.estimator.memory;

import java.util.stream.LongStream;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * Memory of a process outside of the framework's allocator.
 *
 * @param contextBytes driver context and loaded kernels
 * @param communicatorCount NCCL communicators of the process
 * @param communicatorBytes of all of them
 * @param spreadFraction how far the sum may lie from the truth
 */
public record OutsideMemory(
        double contextBytes, long communicatorCount, double communicatorBytes, double spreadFraction) {

    static OutsideMemory of(TrainingConfig config, MemoryFigures figures) {
        OutsideFigures outside = figures.outside();
        double context = figures.generation(config.cluster().device()).contextBytes();
        double eager = config.framework().year() < outside.year() ? outside.eagerKernelBytes() : 0;
        long communicators = communicatorCount(config.parallel());
        return new OutsideMemory(
                context + eager, communicators, communicators * outside.communicatorBytes(), outside.spreadFraction());
    }

    public double bytes() {
        return contextBytes + communicatorBytes;
    }

    /** One for all ranks, and one for each group of more than one; none on a single device. */
    private static long communicatorCount(ParallelPlan plan) {
        long replicas = plan.dataSize() > 1 ? plan.dataSize() * plan.contextSize() : 1;
        long groups = LongStream.of(
                        plan.tensorSize(), replicas, plan.pipelineSize(), plan.contextSize(), plan.expertSize())
                .filter(size -> size > 1)
                .count();
        return groups == 0 ? 0 : 1 + groups;
    }
}

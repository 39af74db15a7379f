package org.stepcast.estimator.memory;

import java.util.stream.LongStream;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * Memory of a process outside of the framework's allocator.
 *
 * @param contextBytes driver context and loaded kernels
 * @param communicatorCount NCCL communicators of the process
 * @param communicatorBytes of all of them
 * @param graphBytes nodes of CUDA graphs
 * @param userBufferBytes that tensor-parallel overlap exchanges through
 * @param spreadFraction how far the sum may lie from the truth
 */
public record OutsideMemory(
        double contextBytes,
        long communicatorCount,
        double communicatorBytes,
        double graphBytes,
        double userBufferBytes,
        double spreadFraction) {

    /** @param layerCount of the stage that has the most */
    static OutsideMemory of(Setting setting, MemoryFigures figures, long layerCount) {
        TrainingConfig config = setting.config();
        OutsideFigures outside = figures.outside();
        double context = figures.generation(config.cluster().device()).contextBytes();
        double eager = config.framework().year() < outside.year() ? outside.eagerKernelBytes() : 0;
        long communicators = communicatorCount(setting);
        return new OutsideMemory(
                context + eager,
                communicators,
                communicators * outside.communicatorBytes(),
                graphBytes(setting, outside, layerCount),
                userBufferBytes(setting, outside),
                outside.spreadFraction());
    }

    public double bytes() {
        return contextBytes + communicatorBytes + graphBytes + userBufferBytes;
    }

    /** One for all ranks, and one for each group of more than one; none on a single device. */
    private static long communicatorCount(Setting setting) {
        ParallelPlan plan = setting.plan();
        long replicas = plan.dataSize() > 1 ? plan.dataSize() * plan.contextSize() : 1;
        long holders = plan.expertSize() > 1 && plan.dataSize() > 1 ? setting.expertReplicaCount() : 1;
        boolean hybrid = plan.sharding() == Sharding.HSDP || setting.has(Habit.NODE_SHARDS);
        long replications = hybrid ? replicas / setting.shardWays(Matrix.Owner.DENSE) : 1;
        long groups = LongStream.of(
                        plan.tensorSize(),
                        replicas,
                        plan.pipelineSize(),
                        plan.contextSize(),
                        plan.expertSize(),
                        holders,
                        replications)
                .filter(size -> size > 1)
                .count();
        return groups == 0 ? 0 : 1 + groups;
    }

    /** Each layer is captured once, under a pipeline once for each micro-batch. */
    private static double graphBytes(Setting setting, OutsideFigures outside, long layerCount) {
        long captures = setting.plan().pipelineSize() > 1 ? setting.config().microBatchCount() : 1;
        return outside.graphNodeBytes() * outside.layerNodeCount() * setting.capturedCount(layerCount) * captures;
    }

    private static double userBufferBytes(Setting setting, OutsideFigures outside) {
        if (!setting.overlapsTensor()) {
            return 0;
        }
        double elements = setting.tokens() * setting.model().hiddenSize();
        return elements
                * (outside.gatherBufferCount() * setting.inputBytes()
                        + outside.scatterBufferCount() * setting.elementBytes());
    }
}

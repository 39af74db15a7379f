package org.stepcast.estimator.memory;

import org.stepcast.estimator.config.ParallelPlan;

/** How many micro-batches a stage holds activations of at its fullest. */
final class InFlight {

    private InFlight() {}

    /**
     * Micro-batches, counted in activations of the whole stage.
     *
     * @param stage counted from 0
     */
    static double microBatchCount(ParallelPlan plan, int stage, long microBatchCount) {
        long stages = plan.pipelineSize();
        if (stages == 1) {
            return 1;
        }
        return switch (plan.schedule()) {
            case ALL_FORWARD_ALL_BACKWARD -> microBatchCount;
            case ONE_FORWARD_ONE_BACKWARD -> Math.min(microBatchCount, stages - stage);
            case INTERLEAVED -> interleaved(plan, stage, microBatchCount);
            case ZERO_BUBBLE -> Math.min(microBatchCount, stages);
        };
    }

    /** Chunks that are started before the first is done, 1 / virtual stages each. Source: Narayanan et al. 2021, arXiv 2104.04473. */
    private static double interleaved(ParallelPlan plan, int stage, long microBatchCount) {
        long chunks = plan.virtualStageCount();
        long started = 2 * (plan.pipelineSize() - stage - 1) + (chunks - 1) * plan.pipelineSize() + 1;
        return (double) Math.min(microBatchCount * chunks, started) / chunks;
    }
}

package org.stepcast.estimator.memory;

import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.schedule.AllForwardAllBackward;
import org.stepcast.estimator.schedule.InterleavedOneForwardOneBackward;
import org.stepcast.estimator.schedule.OneForwardOneBackward;
import org.stepcast.estimator.schedule.PipelineSchedule;
import org.stepcast.estimator.schedule.ZeroBubble;

/** How many micro-batches a stage holds activations of at its fullest. */
final class InFlight {

    private InFlight() {}

    /**
     * Micro-batches, counted in activations of the whole stage: a micro-batch in one of v chunks counts 1 / v. Without a
     * pipeline each micro-batch ends before the next one starts. Where the all-to-all of experts overlaps, layers of a forward
     * and of a backward pass take turns, so that one layer more is alive. Source: Megatron-LM
     * core/pipeline_parallel/combined_1f1b.py.
     *
     * @param stage counted from 0
     */
    static double microBatchCount(TrainingConfig config, int stage) {
        ParallelPlan plan = config.parallel();
        double more = plan.overlapsExperts()
                ? (double) plan.pipelineSize() / config.model().layerCount()
                : 0;
        return Math.min(heldCount(config, stage) + more, config.microBatchCount());
    }

    private static double heldCount(TrainingConfig config, int stage) {
        ParallelPlan plan = config.parallel();
        if (plan.pipelineSize() == 1) {
            return 1;
        }
        PipelineSchedule schedule = schedule(plan);
        int held = schedule.peakInFlight(
                stage, Math.toIntExact(plan.pipelineSize()), Math.toIntExact(config.microBatchCount()));
        return (double) held / schedule.chunkCount();
    }

    private static PipelineSchedule schedule(ParallelPlan plan) {
        return switch (plan.schedule()) {
            case ALL_FORWARD_ALL_BACKWARD -> new AllForwardAllBackward();
            case ONE_FORWARD_ONE_BACKWARD -> new OneForwardOneBackward();
            case INTERLEAVED -> new InterleavedOneForwardOneBackward(Math.toIntExact(plan.virtualStageCount()));
            case ZERO_BUBBLE -> new ZeroBubble();
        };
    }
}

package org.stepcast.estimator.validation;

import java.util.EnumSet;
import java.util.Set;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.step.Execution;
import org.stepcast.estimator.step.Workload;

/** A job as a run describes it: a configuration, and how its framework executes it. */
record RunJob(TrainingConfig config, Execution execution) {

    Workload workload() {
        return Workload.of(config, execution);
    }

    RunJob withMicroBatch(long size) {
        Batch batch = config.batch();
        return with(new Batch(batch.sequenceTokens(), size, batch.globalSize()), config.parallel(), config.recompute());
    }

    RunJob withVirtualStages(long count) {
        ParallelPlan plan = config.parallel();
        return with(
                config.batch(),
                new ParallelPlan(
                        plan.tensorSize(),
                        plan.pipelineSize(),
                        plan.dataSize(),
                        plan.contextSize(),
                        plan.contextExchange(),
                        plan.expertSize(),
                        plan.expertTensorSize(),
                        count,
                        plan.stageSplit(),
                        schedule(plan.pipelineSize(), count),
                        plan.sequenceParallel(),
                        plan.sharding(),
                        plan.overlaps()),
                config.recompute());
    }

    RunJob withRecompute(Recompute recompute) {
        return with(config.batch(), config.parallel(), recompute);
    }

    RunJob withRecomputedFraction(double fraction) {
        return new RunJob(config, execution.withRecomputedFraction(fraction));
    }

    static ParallelPlan.Schedule schedule(long pipelineSize, long virtualStageCount) {
        return pipelineSize > 1 && virtualStageCount > 1
                ? ParallelPlan.Schedule.INTERLEAVED
                : ParallelPlan.Schedule.ONE_FORWARD_ONE_BACKWARD;
    }

    /** Overlap as the framework's profile has it. */
    static Set<ParallelPlan.Overlap> overlaps(boolean reduction, boolean gather) {
        Set<ParallelPlan.Overlap> overlaps = EnumSet.of(ParallelPlan.Overlap.LAYER_PREFETCH);
        if (reduction) {
            overlaps.add(ParallelPlan.Overlap.GRADIENT_REDUCE);
        }
        if (gather) {
            overlaps.add(ParallelPlan.Overlap.PARAMETER_GATHER);
        }
        return overlaps;
    }

    private RunJob with(Batch batch, ParallelPlan plan, Recompute recompute) {
        TrainingConfig changed = new TrainingConfig(
                config.source(),
                config.model(),
                config.cluster(),
                config.samples(),
                config.deviceCount(),
                plan,
                batch,
                config.precision(),
                recompute,
                config.offload(),
                config.attention(),
                config.framework(),
                config.calibration(),
                config.run(),
                config.published());
        return new RunJob(changed, execution);
    }
}

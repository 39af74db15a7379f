package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;

/** The smallest changes of a job that save memory, on the same devices and with the same global batch. */
final class PlanChanges {

    /** A changed job, and the key that was changed. */
    record Change(String text, TrainingConfig config) {}

    private final TrainingConfig config;
    private final ParallelPlan plan;
    private final List<Change> changes = new ArrayList<>();

    private PlanChanges(TrainingConfig config) {
        this.config = config;
        this.plan = config.parallel();
    }

    static List<Change> of(TrainingConfig config) {
        PlanChanges all = new PlanChanges(config);
        all.recompute();
        all.microBatch();
        if (all.plan.dataSize() % 2 == 0) {
            all.tensor();
            all.pipeline();
        }
        all.sharding();
        all.offload();
        return all.changes;
    }

    private void recompute() {
        boolean hasScores = config.attention() == AttentionKernel.UNFUSED;
        if (config.recompute() == Recompute.NONE && hasScores) {
            add("recompute: selective", config.withRecompute(Recompute.SELECTIVE));
        }
        if (config.recompute() != Recompute.FULL) {
            add("recompute: full", config.withRecompute(Recompute.FULL));
        }
    }

    private void microBatch() {
        Batch batch = config.batch();
        if (batch.microSize() % 2 == 0) {
            long micro = batch.microSize() / 2;
            add(
                    "batch.micro: " + micro,
                    config.withBatch(new Batch(batch.sequenceTokens(), micro, batch.globalSize())));
        }
    }

    /** Within a node, where heads, MLP and sequence divide. */
    private void tensor() {
        long ways = 2 * plan.tensorSize();
        boolean divides = config.model().headCount() % ways == 0
                && config.model().feedForwardSize() % ways == 0
                && config.batch().sequenceTokens() / plan.contextSize() % ways == 0
                && (config.model().keyValueHeadCount() % ways == 0
                        || ways % config.model().keyValueHeadCount() == 0);
        if (divides && ways <= config.cluster().node().deviceCount()) {
            boolean alone = plan.tensorSize() == 1;
            SequenceParallel sequence = alone ? SequenceParallel.ON : plan.sequenceParallel();
            add(
                    "parallel.tensor: " + ways + (alone ? " with sequence_parallel: true" : ""),
                    config.withParallel(plan.withTensorSize(ways, sequence, plan.dataSize() / 2)));
        }
    }

    private void pipeline() {
        long stages = 2 * plan.pipelineSize();
        boolean even = plan.stageSplit() instanceof StageSplit.Even;
        if (even && config.model().layerCount() % (stages * plan.virtualStageCount()) == 0) {
            add(
                    "parallel.pipeline: " + stages,
                    config.withParallel(plan.withPipelineSize(stages, plan.dataSize() / 2)));
        }
    }

    /** Gradients and parameters are sharded further only without a pipeline, where no micro-batch waits for them. */
    private void sharding() {
        if (plan.dataSize() * plan.contextSize() > 1) {
            nextSharding()
                    .ifPresent(next ->
                            add("parallel.sharding: " + next.label(), config.withParallel(plan.withSharding(next))));
        }
    }

    private Optional<Sharding> nextSharding() {
        FrameworkName framework = config.framework().name();
        boolean fully = framework == FrameworkName.FSDP || framework == FrameworkName.TORCHTITAN;
        boolean piped = plan.pipelineSize() > 1;
        return switch (plan.sharding()) {
            case NONE -> Optional.of(fully ? Sharding.FSDP : Sharding.ZERO1);
            case ZERO1 -> fully ? Optional.of(Sharding.FSDP) : piped ? Optional.empty() : Optional.of(Sharding.ZERO2);
            case ZERO2 -> Optional.of(fully ? Sharding.FSDP : Sharding.ZERO3);
            case HSDP -> Optional.of(Sharding.FSDP);
            case ZERO3, FSDP -> Optional.empty();
        };
    }

    private void offload() {
        if (config.offload() == Offload.NONE) {
            add("offload: optimizer", config.withOffload(Offload.OPTIMIZER));
        }
    }

    private void add(String text, TrainingConfig changed) {
        changes.add(new Change(text, changed));
    }
}

package org.stepcast.estimator.model;

import java.util.Set;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.config.Vocabulary;
import org.stepcast.estimator.config.Vocabulary.Padding;

/** A job for tests of the graph: any preset, by any plan, one sequence of 4096 tokens a micro-batch. */
record PlannedJob(Architecture model, ParallelPlan plan, long sequenceTokens) {

    static PlannedJob of(String preset) {
        return new PlannedJob(
                Presets.builtIn().find(preset).orElseThrow().model(),
                Jobs.of(1, 1, 1).config().parallel(),
                4096);
    }

    PlannedJob withUnpaddedVocabulary() {
        Vocabulary old = model.vocabulary();
        Vocabulary unpadded =
                new Vocabulary(old.size(), new Padding.MultipleOf(1), old.embeddings(), old.embeddingNorm());
        Architecture other = new Architecture(
                model.name(),
                model.layerCount(),
                model.hiddenSize(),
                unpadded,
                model.positions(),
                model.attention(),
                model.visibility(),
                model.feedForward(),
                model.experts(),
                model.style());
        return new PlannedJob(other, plan, sequenceTokens);
    }

    PlannedJob withSequence(long otherTokens) {
        return new PlannedJob(model, plan, otherTokens);
    }

    PlannedJob withTensor(long size) {
        return plan(size, plan.dataSize(), plan.sequenceParallel());
    }

    PlannedJob withData(long size) {
        return plan(plan.tensorSize(), size, plan.sequenceParallel());
    }

    PlannedJob with(SequenceParallel other) {
        return plan(plan.tensorSize(), plan.dataSize(), other);
    }

    private PlannedJob plan(long tensor, long data, SequenceParallel sequenceParallel) {
        return with(new ParallelPlan(
                tensor,
                plan.pipelineSize(),
                data,
                plan.contextSize(),
                plan.contextExchange(),
                plan.expertSize(),
                tensor,
                plan.virtualStageCount(),
                plan.stageSplit(),
                plan.schedule(),
                sequenceParallel,
                plan.sharding(),
                Set.of()));
    }

    PlannedJob withExpert(long expert, long expertTensor) {
        return with(new ParallelPlan(
                plan.tensorSize(),
                plan.pipelineSize(),
                plan.dataSize(),
                plan.contextSize(),
                plan.contextExchange(),
                expert,
                expertTensor,
                plan.virtualStageCount(),
                plan.stageSplit(),
                plan.schedule(),
                plan.sequenceParallel(),
                plan.sharding(),
                Set.of()));
    }

    PlannedJob withContext(long size, ContextExchange exchange) {
        return with(new ParallelPlan(
                plan.tensorSize(),
                plan.pipelineSize(),
                plan.dataSize(),
                size,
                exchange,
                plan.expertSize(),
                plan.expertTensorSize(),
                plan.virtualStageCount(),
                plan.stageSplit(),
                plan.schedule(),
                plan.sequenceParallel(),
                plan.sharding(),
                Set.of()));
    }

    PlannedJob withPipeline(long size, long virtualStageCount) {
        return stages(size, virtualStageCount, plan.stageSplit());
    }

    PlannedJob with(StageSplit split) {
        return stages(plan.pipelineSize(), plan.virtualStageCount(), split);
    }

    private PlannedJob stages(long size, long virtualStageCount, StageSplit split) {
        return with(new ParallelPlan(
                plan.tensorSize(),
                size,
                plan.dataSize(),
                plan.contextSize(),
                plan.contextExchange(),
                plan.expertSize(),
                plan.expertTensorSize(),
                virtualStageCount,
                split,
                plan.schedule(),
                plan.sequenceParallel(),
                plan.sharding(),
                Set.of()));
    }

    private PlannedJob with(ParallelPlan other) {
        return new PlannedJob(model, other, sequenceTokens);
    }

    TrainingConfig config() {
        TrainingConfig base = Jobs.of(1, 1, 1).config();
        return new TrainingConfig(
                base.source(),
                model,
                base.cluster(),
                base.samples(),
                plan.tensorSize() * plan.contextSize() * plan.pipelineSize() * plan.dataSize(),
                plan,
                new Batch(sequenceTokens, 1, 8 * plan.dataSize()),
                base.precision(),
                base.recompute(),
                base.offload(),
                base.attention(),
                base.framework(),
                base.calibration(),
                base.run(),
                base.published());
    }
}

package org.stepcast.estimator.memory;

import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.Framework.CudaGraphs;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.Matrix.Owner;
import org.stepcast.estimator.model.RankShape;

/** A job under a framework's habits, with the sizes of one micro-batch on one rank. */
record Setting(TrainingConfig config, MemoryProfile profile, RankShape shape) {

    static Setting of(TrainingConfig config, MemoryProfile profile) {
        return new Setting(config, profile, RankShape.of(config));
    }

    Architecture model() {
        return config.model();
    }

    ParallelPlan plan() {
        return config.parallel();
    }

    boolean has(Habit habit) {
        return profile.has(habit);
    }

    /** Of one element of activations and of compute weights. */
    double elementBytes() {
        return shape.activationByteCount();
    }

    /** Of one element of a linear layer's input as it is kept. */
    double inputBytes() {
        return isFp8() ? 1 : elementBytes();
    }

    boolean isFp8() {
        return config.precision() == Precision.FP8;
    }

    /** Tokens of a micro-batch that one rank of a context-parallel group works on. */
    double tokens() {
        return shape.tokens();
    }

    /** Elements of one tensor [tokens, hidden] of the residual stream. */
    double residualCount() {
        return (double) shape.dividedTokens() * model().hiddenSize();
    }

    double residualBytes() {
        return residualCount() * elementBytes();
    }

    /** The same before sequence parallelism divides it. */
    double gatheredBytes() {
        return tokens() * model().hiddenSize() * elementBytes();
    }

    boolean dividesSequence() {
        return plan().tensorSize() > 1 && plan().sequenceParallel() == SequenceParallel.ON;
    }

    boolean isGated() {
        return model().activation().isGated();
    }

    /** Models with a gated MLP train without dropout. */
    boolean hasDropout() {
        return has(Habit.DROPOUT) && !isGated();
    }

    boolean isUnfused() {
        return config.attention() == AttentionKernel.UNFUSED;
    }

    /** Logits of one micro-batch on one rank. */
    double logitCount() {
        return tokens() * shape.vocabularyShardSize();
    }

    /** Whether a rank holds only its part of the weights. */
    boolean gathersWeights() {
        return plan().dataSize() > 1 && zeroStage() == ZeroStage.PARAMETERS && !keepsGathered();
    }

    /** Whether weights stay gathered and gradients whole over all micro-batches of a step, as under a pipeline. */
    boolean keepsGathered() {
        return plan().pipelineSize() > 1;
    }

    ZeroStage zeroStage() {
        return ZeroStage.of(plan().sharding());
    }

    /** Bytes for each logit in the job's cross-entropy. */
    LossBytes loss() {
        return profile.loss().of(config.framework().fusedLoss());
    }

    boolean hasCudaGraphs() {
        return config.framework().cudaGraphs() == CudaGraphs.ON;
    }

    /** Layers of a stage's {@code layerCount} that are captured: those without experts. */
    double capturedCount(long layerCount) {
        double experts = (double) model().expertLayerCount() / model().layerCount();
        return hasCudaGraphs() ? layerCount * (1 - experts) : 0;
    }

    boolean overlapsTensor() {
        return plan().tensorSize() > 1 && plan().overlaps().contains(Overlap.TENSOR);
    }

    /** Ranks that hold the same experts. */
    long expertReplicaCount() {
        return Math.max(
                1,
                plan().dataSize()
                        * plan().contextSize()
                        * plan().tensorSize()
                        / (plan().expertSize() * plan().expertTensorSize()));
    }

    /** Ranks that divide the states of the parameters of {@code owner} among them. */
    long shardWays(Owner owner) {
        long replicas = plan().dataSize() * plan().contextSize();
        long parts = switch (owner) {
            case DENSE -> plan().tensorSize();
            case EXPERT -> plan().expertSize() * plan().expertTensorSize();
        };
        long ways = owner == Owner.EXPERT ? expertReplicaCount() : replicas;
        return plan().sharding() == Sharding.HSDP || has(Habit.NODE_SHARDS)
                ? Math.min(ways, Math.max(1, config.cluster().node().deviceCount() / parts))
                : ways;
    }
}

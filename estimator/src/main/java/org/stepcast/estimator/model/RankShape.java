package org.stepcast.estimator.model;

import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.FeedForward;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.SelfAttention;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.config.Vocabulary.Padding;

/**
 * The sizes that one rank works on, for one micro-batch.
 *
 * @param sequenceTokens of one sequence, on one context-parallel rank
 * @param dividedTokens tokens of norms and residuals: divided by sequence parallelism
 * @param tensorWays ranks that a layer is divided over
 * @param attention the rank's heads
 * @param feedForward the rank's part of the MLP
 * @param vocabularyShardSize padded vocabulary entries of the rank
 * @param activationByteCount bytes of one element between operators
 */
public record RankShape(
        long microBatchSize,
        long sequenceTokens,
        long dividedTokens,
        long tensorWays,
        SelfAttention attention,
        FeedForward feedForward,
        long vocabularyShardSize,
        int activationByteCount) {

    /** Each rank's part of the vocabulary is padded to a multiple of this. Source: Megatron-LM's default. */
    private static final long MEGATRON_MULTIPLE = 128;

    public static RankShape of(TrainingConfig config) {
        Architecture model = config.model();
        ParallelPlan plan = config.parallel();
        long ranks = plan.tensorSize();
        long sequenceTokens = config.batch().sequenceTokens() / plan.contextSize();
        long tokens = config.batch().microSize() * sequenceTokens;
        return new RankShape(
                config.batch().microSize(),
                sequenceTokens,
                plan.sequenceParallel() == SequenceParallel.ON ? tokens / ranks : tokens,
                ranks,
                model.attention().dividedBy(ranks),
                model.feedForward().dividedBy(ranks),
                vocabularyShardSize(config, ranks),
                activationByteCount(config.precision()));
    }

    private static long vocabularyShardSize(TrainingConfig config, long ranks) {
        long multiple = switch (config.model().vocabulary().padding()) {
            case Padding.MultipleOf given -> given.entryCount();
            case Padding.ByFramework byDefault -> multiple(config.framework().name());
        };
        return Math.ceilDiv(config.model().vocabularySize(), multiple * ranks) * multiple;
    }

    private static long multiple(FrameworkName framework) {
        return switch (framework) {
            case FSDP, TORCHTITAN, JAX, PYTORCH -> 1;
            case MEGATRON_LM, DEEPSPEED, GPT_NEOX, NEMO, GENERIC -> MEGATRON_MULTIPLE;
        };
    }

    /** With fp8 only the factors of matrix products are that short; what passes between operators is bf16. */
    private static int activationByteCount(Precision precision) {
        return precision == Precision.FP8 ? Precision.BF16.byteCount() : precision.byteCount();
    }

    public long tokens() {
        return microBatchSize * sequenceTokens;
    }
}

package org.stepcast.estimator.model;

import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * The sizes that one tensor-parallel rank works on, for one micro-batch.
 *
 * @param dividedTokens tokens of norms and residuals: divided by sequence parallelism
 * @param keyValueHeadCount at least 1: heads are copied when there are more ranks than heads
 * @param vocabularyShardSize padded vocabulary entries of the rank
 */
record RankShape(
        long microBatchSize,
        long sequenceTokens,
        long dividedTokens,
        long headCount,
        long keyValueHeadCount,
        long feedForwardSize,
        long vocabularyShardSize) {

    /** Each rank's part of the vocabulary is padded to a multiple of this. Source: Megatron-LM's default. */
    private static final long VOCABULARY_MULTIPLE = 128;

    static RankShape of(TrainingConfig config) {
        long ranks = config.parallel().tensorSize();
        long tokens = config.batch().microSize() * config.batch().sequenceTokens();
        boolean divided = config.parallel().sequenceParallel() == SequenceParallel.ON;
        return new RankShape(
                config.batch().microSize(),
                config.batch().sequenceTokens(),
                divided ? tokens / ranks : tokens,
                config.model().headCount() / ranks,
                Math.max(1, config.model().keyValueHeadCount() / ranks),
                config.model().feedForwardSize() / ranks,
                Math.ceilDiv(config.model().vocabularySize(), VOCABULARY_MULTIPLE * ranks) * VOCABULARY_MULTIPLE);
    }

    long tokens() {
        return microBatchSize * sequenceTokens;
    }
}

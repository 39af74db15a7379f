package org.stepcast.estimator.model;

import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.SelfAttention;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.config.Visibility.Window;

/**
 * The fused attention kernels of one layer on one rank.
 *
 * @param count runs of the kernel
 */
record CoreShape(
        long batchCount, long sequenceTokens, long headCount, long keyValueHeadCount, AttentionMask mask, long count) {

    static CoreShape of(TrainingConfig config, RankShape shape) {
        CoreShape whole = acrossContext(config, shape);
        return config.model().visibility() instanceof Window window ? whole.within(window.windowTokens()) : whole;
    }

    /**
     * A ring of n ranks visits n pieces of s/n keys each. Every rank has an early and a late part of the sequence, so that
     * each piece costs it half of (s/n)² scores, as a causal kernel on s/n tokens does. With an all-to-all a rank has the
     * whole sequence for a part of the heads.
     */
    private static CoreShape acrossContext(TrainingConfig config, RankShape shape) {
        SelfAttention heads = shape.attention();
        AttentionMask mask = config.model().mask();
        long ranks = config.parallel().contextSize();
        if (config.parallel().contextExchange() == ContextExchange.RING) {
            return new CoreShape(
                    shape.microBatchSize(),
                    shape.sequenceTokens(),
                    heads.headCount(),
                    heads.keyValueHeadCount(),
                    mask,
                    ranks);
        }
        SelfAttention part = heads.dividedBy(ranks);
        return new CoreShape(
                shape.microBatchSize(),
                shape.sequenceTokens() * ranks,
                part.headCount(),
                part.keyValueHeadCount(),
                mask,
                1);
    }

    /**
     * A token sees w keys: s/w blocks of w full queries and keys have as many scores. Below two windows that would be more
     * than a causal kernel has.
     */
    private CoreShape within(long windowTokens) {
        if (sequenceTokens * count <= 2 * windowTokens) {
            return this;
        }
        long width = Math.min(windowTokens, sequenceTokens);
        return new CoreShape(
                batchCount * Math.ceilDiv(sequenceTokens, width),
                width,
                headCount,
                keyValueHeadCount,
                AttentionMask.FULL,
                Math.ceilDiv(windowTokens, width));
    }
}

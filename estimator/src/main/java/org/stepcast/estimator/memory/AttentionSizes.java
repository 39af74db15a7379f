package org.stepcast.estimator.memory;

import org.stepcast.estimator.config.SelfAttention;
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.Latent;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;

/**
 * Features of one token that attention keeps on one rank.
 *
 * @param queryWidth of all query heads together
 * @param keyWidth of all keys
 * @param valueWidth of all values
 * @param outputWidth of what attention gives
 * @param headCount query heads
 * @param compressedWidth low ranks before and after their norms, the same on every tensor-parallel rank
 * @param unnormedWidth queries and keys before norms of their own
 */
record AttentionSizes(
        double queryWidth,
        double keyWidth,
        double valueWidth,
        double outputWidth,
        double headCount,
        double compressedWidth,
        double unnormedWidth) {

    static AttentionSizes of(Setting setting) {
        SelfAttention rank = setting.shape().attention();
        double heads = rank.headCount();
        double keys = setting.has(Habit.REPEATED_KEYS) ? heads : rank.keyValueHeadCount();
        return new AttentionSizes(
                heads * rank.keySize(),
                keys * rank.keySize(),
                keys * rank.valueSize(),
                heads * rank.valueSize(),
                heads,
                compressedWidth(rank),
                unnormedWidth(rank));
    }

    /** Each low rank twice; the rotated part of the key passes beside the norm. */
    private static double compressedWidth(SelfAttention rank) {
        return switch (rank) {
            case Grouped grouped -> 0;
            case Latent latent ->
                2.0
                                * latent.innerNormSizes().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()
                        + latent.rotaryHeadSize();
        };
    }

    private static double unnormedWidth(SelfAttention rank) {
        boolean normed = rank instanceof Grouped grouped && grouped.queryKeyNorm() == QueryKeyNorm.PER_HEAD;
        return normed ? (rank.headCount() + rank.keyValueHeadCount()) * rank.keySize() : 0;
    }
}

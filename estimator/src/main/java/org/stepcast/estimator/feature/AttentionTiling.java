package org.stepcast.estimator.feature;

import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;

/**
 * How a flash attention kernel divides its work: a block of queries of one head is one tile; it visits every key that its
 * mask lets it see. Head sizes are padded to those that kernels are built for. Source: FlashAttention 2.5, csrc/flash_attn.
 */
record AttentionTiling(Attention attention, int multiprocessorCount) {

    /** Head sizes that kernels are built for. */
    private static final long[] BUILT_HEAD_SIZES = {32, 64, 96, 128, 160, 192, 224, 256};

    /** Keys that a tile visits at a time. */
    private static final double KEY_BLOCK = 128;

    /** The smallest built head size that holds the head; larger heads are taken as they are. */
    long paddedHeadSize() {
        for (long built : BUILT_HEAD_SIZES) {
            if (attention.headSize() <= built) {
                return built;
            }
        }
        return attention.headSize();
    }

    boolean isPadded() {
        return paddedHeadSize() != attention.headSize();
    }

    double tileCount(int queryBlock) {
        return blocks(queryBlock) * attention.batchCount() * attention.queryHeadCount();
    }

    double waveCount(int queryBlock) {
        return Math.ceil(tileCount(queryBlock) / multiprocessorCount);
    }

    /** Share of the places in all waves that a tile occupies. */
    double occupiedFraction(int queryBlock) {
        return tileCount(queryBlock) / (waveCount(queryBlock) * multiprocessorCount);
    }

    /** Products of all tiles, {@code headSize} wide: 2 for the scores and 2 for the values per query, key and feature. */
    double flops(int queryBlock, double headSize) {
        return tileCount(queryBlock) * tileFlops(queryBlock, meanKeys(queryBlock), headSize);
    }

    /** FLOPs of full waves of average tiles. */
    double waveFlops(int queryBlock, double headSize) {
        return flops(queryBlock, headSize) / occupiedFraction(queryBlock);
    }

    /** What the whole device could do while one multiprocessor works off the tile that sees every key. */
    double longestTileFlops(int queryBlock, double headSize) {
        double keys = Math.ceil(attention.sequenceTokens() / KEY_BLOCK) * KEY_BLOCK;
        return multiprocessorCount * tileFlops(queryBlock, keys, headSize);
    }

    /** Under a causal mask the i-th block of queries sees i blocks of keys. */
    private double meanKeys(int queryBlock) {
        return attention.mask() == AttentionMask.CAUSAL
                ? (blocks(queryBlock) + 1) / 2 * queryBlock
                : attention.sequenceTokens();
    }

    private double blocks(int queryBlock) {
        return Math.ceil((double) attention.sequenceTokens() / queryBlock);
    }

    private static double tileFlops(int queryBlock, double keys, double headSize) {
        return 4 * queryBlock * keys * headSize;
    }
}

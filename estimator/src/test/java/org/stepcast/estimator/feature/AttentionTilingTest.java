package org.stepcast.estimator.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;

class AttentionTilingTest {

    private static final int A100 = 108;

    @Test
    void blocksOfQueriesOfEveryHeadAreTiles() {
        AttentionTiling tiling = tiling(1000, 128, AttentionMask.FULL);

        assertThat(tiling.tileCount(128)).isEqualTo(2 * 12 * 8);
        assertThat(tiling.waveCount(128)).isEqualTo(2);
        assertThat(tiling.occupiedFraction(128)).isEqualTo(192.0 / 216);
    }

    @Test
    void aFullMaskVisitsEveryKey() {
        AttentionTiling tiling = tiling(1024, 128, AttentionMask.FULL);

        assertThat(tiling.flops(128, 128)).isEqualTo(4.0 * 2 * 12 * 1024 * 1024 * 128);
    }

    @Test
    void aCausalMaskVisitsHalfOfTheKeysAndHalfOfTheDiagonalBlocks() {
        AttentionTiling tiling = tiling(1024, 128, AttentionMask.CAUSAL);

        assertThat(tiling.flops(128, 128)).isEqualTo(4.0 * 2 * 12 * 1024 * 128 * (1024 + 128) / 2);
    }

    @Test
    void theLastTileOfACausalMaskSeesEveryKey() {
        AttentionTiling tiling = tiling(1000, 64, AttentionMask.CAUSAL);

        assertThat(tiling.longestTileFlops(64, 64)).isEqualTo(A100 * 4.0 * 64 * 1024 * 64);
    }

    @Test
    void headsArePaddedToTheSizesThatKernelsAreBuiltFor() {
        assertThat(tiling(1024, 72, AttentionMask.FULL).paddedHeadSize()).isEqualTo(96);
        assertThat(tiling(1024, 128, AttentionMask.FULL).isPadded()).isFalse();
        assertThat(tiling(1024, 320, AttentionMask.FULL).paddedHeadSize()).isEqualTo(320);
    }

    private static AttentionTiling tiling(long tokens, long headSize, AttentionMask mask) {
        return new AttentionTiling(new Attention(2, tokens, 12, 12, headSize, mask), A100);
    }
}

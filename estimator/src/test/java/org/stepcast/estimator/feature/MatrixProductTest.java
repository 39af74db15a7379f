package org.stepcast.estimator.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatrixProductTest {

    private static final Tile SQUARE = new Tile(128, 128);
    private static final int A100 = 108;

    @Test
    void tilesAreRoundedUpInBothDimensions() {
        MatrixProduct product = new MatrixProduct(1, 1025, 300, 64);

        assertThat(product.tileCount(SQUARE)).isEqualTo(9 * 3);
        assertThat(product.tileCount(new Tile(256, 128))).isEqualTo(5 * 3);
    }

    @Test
    void oneTileMoreThanTheDeviceHoldsCostsAnotherWave() {
        MatrixProduct full = new MatrixProduct(1, 9 * 128, 12 * 128, 64);
        MatrixProduct over = new MatrixProduct(1, 109 * 128, 128, 64);

        assertThat(full.waveCount(SQUARE, A100)).isEqualTo(1);
        assertThat(full.usefulFraction(SQUARE, A100)).isEqualTo(1);
        assertThat(over.waveCount(SQUARE, A100)).isEqualTo(2);
        assertThat(over.usefulFraction(SQUARE, A100)).isEqualTo(109.0 / 216);
    }

    @Test
    void fullWavesComputeNothingInVain() {
        MatrixProduct product = new MatrixProduct(1, 9 * 128, 12 * 128, 64);

        assertThat(product.quantizedFlops(SQUARE, A100)).isEqualTo(product.flops());
    }

    @Test
    void innerDimensionIsPaddedToItsStep() {
        MatrixProduct product = new MatrixProduct(108, 128, 128, 33);

        assertThat(product.quantizedFlops(SQUARE, A100)).isEqualTo(2.0 * 108 * 128 * 128 * 64);
    }

    @Test
    void productsOfABatchFillWavesTogether() {
        MatrixProduct product = new MatrixProduct(27, 256, 256, 64);

        assertThat(product.tileCount(SQUARE)).isEqualTo(27 * 4);
        assertThat(product.waveCount(SQUARE, A100)).isEqualTo(1);
    }

    @Test
    void fewTilesDivideALongInnerDimension() {
        MatrixProduct product = new MatrixProduct(1, 128, 128, 8192);

        // 108 multiprocessors could share one tile 108 ways, but parts of less than 512 do not pay: 16 ways.
        assertThat(product.splitFlops(SQUARE, A100)).isEqualTo(2.0 * A100 * 128 * 128 * 512);
    }

    @Test
    void aShortInnerDimensionIsNotDivided() {
        MatrixProduct product = new MatrixProduct(1, 128, 128, 256);

        assertThat(product.splitFlops(SQUARE, A100)).isEqualTo(product.quantizedFlops(SQUARE, A100));
    }
}

package org.stepcast.estimator.feature;

/**
 * Independent products {@code C_i[m, n] = A_i[m, k] · B_i[k, n]} as a device computes them: in tiles, a wave of them at
 * a time, one tile on each multiprocessor. A last wave that is not full takes as long as a full one. Source: NVIDIA,
 * "Matrix multiplication background user's guide", tile and wave quantization.
 */
record MatrixProduct(double batchCount, double m, double n, double k) {

    /** Elements of the inner dimension that a kernel loads at a time; the last step is padded to it. */
    private static final double INNER_STEP = 32;

    /** A kernel divides the inner dimension among multiprocessors only down to parts of this length. */
    private static final double SHORTEST_SPLIT = 512;

    double flops() {
        return 2 * batchCount * m * n * k;
    }

    double leftElementCount() {
        return batchCount * m * k;
    }

    double rightElementCount() {
        return batchCount * k * n;
    }

    double resultElementCount() {
        return batchCount * m * n;
    }

    double tileCount(Tile tile) {
        return batchCount * Math.ceil(m / tile.rowCount()) * Math.ceil(n / tile.columnCount());
    }

    double waveCount(Tile tile, int multiprocessorCount) {
        return Math.ceil(tileCount(tile) / multiprocessorCount);
    }

    /** FLOPs of full waves of full tiles: what the device spends time on, useful or not. */
    double quantizedFlops(Tile tile, int multiprocessorCount) {
        return waveFlops(waveCount(tile, multiprocessorCount), tile, multiprocessorCount, padded(k, INNER_STEP));
    }

    /** Share of the computed elements that belong to the result. */
    double usefulFraction(Tile tile, int multiprocessorCount) {
        double computed = waveCount(tile, multiprocessorCount) * multiprocessorCount * tile.elementCount();
        return resultElementCount() / computed;
    }

    /** As {@link #quantizedFlops}, with the inner dimension divided so that few tiles still occupy every multiprocessor. */
    double splitFlops(Tile tile, int multiprocessorCount) {
        double tiles = tileCount(tile);
        double longest = Math.max(1, Math.ceil(k / SHORTEST_SPLIT));
        double splits = Math.clamp(Math.floor(multiprocessorCount / tiles), 1, longest);
        double waves = Math.ceil(tiles * splits / multiprocessorCount);
        return waveFlops(waves, tile, multiprocessorCount, Math.ceil(k / splits));
    }

    private static double waveFlops(double waves, Tile tile, int multiprocessorCount, double innerLength) {
        return 2 * waves * multiprocessorCount * tile.elementCount() * innerLength;
    }

    private static double padded(double length, double step) {
        return Math.ceil(length / step) * step;
    }
}

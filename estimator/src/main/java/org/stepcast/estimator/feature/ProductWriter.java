package org.stepcast.estimator.feature;

import java.util.List;

/** Writes the terms and features of one matrix product; a pass with two products writes each under its own name. */
record ProductWriter(RowWriter row, String name) {

    /** Tiles of cuBLAS kernels for half precision on tensor cores, large to small. */
    private static final List<Tile> TERM_TILES =
            List.of(new Tile(128, 256), new Tile(256, 128), new Tile(128, 128), new Tile(64, 128), new Tile(64, 64));

    private static final List<Tile> FEATURE_TILES = List.of(
            new Tile(256, 128),
            new Tile(128, 256),
            new Tile(128, 128),
            new Tile(64, 128),
            new Tile(128, 64),
            new Tile(64, 64));

    private static final Tile SPLIT_TILE = new Tile(128, 128);

    private static final double ELEMENTS_PER_KILO = 1000;

    void write(MatrixProduct product) {
        Situation situation = row.situation();
        double left = memoryMicros(product.leftElementCount());
        double right = memoryMicros(product.rightElementCount());
        double result = memoryMicros(product.resultElementCount());
        double peak = situation.peakMicros(product.flops());
        // Steps along the inner dimension follow each other, however many multiprocessors are free.
        row.hostTerm(name + "Steps", product.k() / ELEMENTS_PER_KILO);
        for (Tile tile : TERM_TILES) {
            row.deviceTerm(name + "Waves" + tile.label(), peakMicros(tile, product));
        }
        row.deviceTerm(name + "Flops", peak);
        row.deviceTerm(name + "Left", left);
        row.deviceTerm(name + "Right", right);
        row.deviceTerm(name + "Result", result);
        row.deviceTerm(name + "Roofline", Math.max(peak, left + right + result));
        row.deviceTerm(
                name + "Split", situation.peakMicros(product.splitFlops(SPLIT_TILE, situation.multiprocessorCount())));
        writeFeatures(product, peak, left + right + result);
    }

    private void writeFeatures(MatrixProduct product, double peakMicros, double memoryMicros) {
        int multiprocessors = row.situation().multiprocessorCount();
        row.feature(name + "Peak.log2", RowWriter.log2(peakMicros));
        row.feature(name + "Memory.log2", RowWriter.log2(memoryMicros));
        row.feature(name + "Aspect", RowWriter.log2(product.m() / product.n()));
        row.feature(name + "Result.log2", RowWriter.log2(product.resultElementCount()));
        row.feature(name + "TilesEach", product.tileCount(SPLIT_TILE) / multiprocessors);
        for (Tile tile : FEATURE_TILES) {
            row.feature(name + "Useful" + tile.label(), product.usefulFraction(tile, multiprocessors));
        }
    }

    private double peakMicros(Tile tile, MatrixProduct product) {
        Situation situation = row.situation();
        return situation.peakMicros(product.quantizedFlops(tile, situation.multiprocessorCount()));
    }

    private double memoryMicros(double elements) {
        return row.situation()
                .memoryMicros(elements * row.situation().precision().byteCount());
    }
}

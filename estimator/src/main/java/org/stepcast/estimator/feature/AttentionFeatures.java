package org.stepcast.estimator.feature;

import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Pass;

/** Flash attention. Its backward pass walks the same tiles, with five products in place of two. */
final class AttentionFeatures {

    private static final int[] QUERY_BLOCKS = {64, 128, 256};
    private static final double TOKENS_PER_KILO = 1000;

    /** Scores cost as much as products of a head of about this size: exponentials are slow. */
    private static final double SOFTMAX_HEAD_SIZE = 128;

    /** Upper ends of the classes of head sizes that kernels tile alike, and the block of queries of each. */
    private static final int[][] HEAD_CLASSES = {{64, 128}, {128, 128}, {192, 128}, {256, 64}};

    private AttentionFeatures() {}

    static void describe(Attention attention, RowWriter row) {
        AttentionTiling tiling = new AttentionTiling(attention, row.situation().multiprocessorCount());
        row.hostTerm("launch", 1);
        row.hostTerm("sequence", attention.sequenceTokens() / TOKENS_PER_KILO);
        writeProducts(tiling, row);
        writeHeadClasses(tiling, row);
        writeBytes(attention, row);
        writeFeatures(attention, tiling, row);
    }

    private static void writeProducts(AttentionTiling tiling, RowWriter row) {
        double head = tiling.paddedHeadSize();
        for (int block : QUERY_BLOCKS) {
            double flops = tiling.flops(block, head);
            row.deviceTerm("products" + block, peak(row, flops));
            row.deviceTerm("waves" + block, peak(row, tiling.waveFlops(block, head)));
            row.deviceTerm("longest" + block, peak(row, Math.max(flops, tiling.longestTileFlops(block, head))));
        }
        row.deviceTerm("softmax", peak(row, tiling.flops(128, SOFTMAX_HEAD_SIZE)));
        row.deviceTerm("softmaxWaves", peak(row, tiling.waveFlops(128, SOFTMAX_HEAD_SIZE)));
    }

    private static void writeHeadClasses(AttentionTiling tiling, RowWriter row) {
        double head = tiling.paddedHeadSize();
        int above = 0;
        for (int[] headClass : HEAD_CLASSES) {
            boolean inClass = head > above && head <= headClass[0];
            row.deviceTerm("head" + headClass[0], inClass ? peak(row, tiling.waveFlops(headClass[1], head)) : 0);
            above = headClass[0];
        }
        row.deviceTerm("paddedHead", tiling.isPadded() ? peak(row, tiling.waveFlops(128, head)) : 0);
    }

    private static void writeBytes(Attention attention, RowWriter row) {
        Situation situation = row.situation();
        double tokenBytes = (double) situation.precision().byteCount()
                * attention.batchCount()
                * attention.sequenceTokens()
                * attention.headSize();
        row.deviceTerm("queryBytes", situation.memoryMicros(2 * tokenBytes * attention.queryHeadCount()));
        row.deviceTerm("keyBytes", situation.memoryMicros(2 * tokenBytes * attention.keyValueHeadCount()));
    }

    private static void writeFeatures(Attention attention, AttentionTiling tiling, RowWriter row) {
        row.dimension("batch", attention.batchCount());
        row.dimension("sequence", attention.sequenceTokens());
        row.dimension("heads", attention.queryHeadCount());
        row.dimension("keyValueHeads", attention.keyValueHeadCount());
        row.dimension("headSize", attention.headSize());
        double sequences = (double) attention.batchCount() * attention.queryHeadCount();
        double flops = attention.work(Pass.FORWARD, row.situation().precision()).flops();
        row.feature("headSize", (double) attention.headSize());
        row.feature("paddedHeadSize", (double) tiling.paddedHeadSize());
        row.feature("headsPerKey", (double) attention.queryHeadCount() / attention.keyValueHeadCount());
        row.feature("sequences.log2", RowWriter.log2(sequences));
        row.feature("queries.log2", RowWriter.log2(sequences * attention.sequenceTokens()));
        row.feature("keys.log2", RowWriter.log2((double) attention.batchCount() * attention.keyValueHeadCount()));
        row.feature("peak.log2", RowWriter.log2(peak(row, flops)));
        for (int block : QUERY_BLOCKS) {
            row.feature("occupied" + block, tiling.occupiedFraction(block));
            row.feature("waves" + block + ".log2", RowWriter.log2(tiling.waveCount(block)));
        }
    }

    private static double peak(RowWriter row, double flops) {
        return row.situation().peakMicros(flops);
    }
}

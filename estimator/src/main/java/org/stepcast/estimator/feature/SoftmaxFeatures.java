package org.stepcast.estimator.feature;

import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;

/** Softmax over rows of scores: short rows stay in registers, longer ones are reduced by blocks in several sweeps. */
final class SoftmaxFeatures {

    /** Rows up to this length use the kernel that keeps a row in a warp. Source: PyTorch 2, PersistentSoftmax.cuh. */
    private static final long LONGEST_PERSISTENT_ROW = 1024;

    /** Elements that one thread loads at once, and threads of a block at most. Source: PyTorch 2, SoftMax.cu. */
    private static final double ELEMENTS_PER_LOAD = 8;

    private static final double LARGEST_BLOCK = 1024;

    /** Rows of the fused causal kernel that are no multiple of this read whole lines beyond their end. */
    private static final long ALIGNED_ROW = 128;

    private SoftmaxFeatures() {}

    static void describe(Softmax softmax, RowWriter row) {
        if (softmax.kind() == SoftmaxKind.PLAIN) {
            describePlain(softmax, row);
        } else {
            describeFused(softmax, row);
        }
        row.dimension("matrices", softmax.matrixCount());
        row.dimension("queries", softmax.queryTokens());
        row.dimension("keys", softmax.keyTokens());
        row.feature("keys.line", softmax.keyTokens() % ALIGNED_ROW);
    }

    private static void describePlain(Softmax softmax, RowWriter row) {
        Situation situation = row.situation();
        double bytes = sweeps(situation) * scoreBytes(softmax, situation);
        double length = softmax.keyTokens();
        double blockwise = length > LONGEST_PERSISTENT_ROW ? 1 : 0;
        double stride = ELEMENTS_PER_LOAD * blockSize(length);
        double padding = Math.ceil(length / stride) * stride / length;
        double ragged = length % stride == 0 ? 0 : 1;
        double pass = situation.memoryMicros(bytes);
        row.hostTerm("launch", 1);
        row.deviceTerm("persistent", (1 - blockwise) * pass);
        row.deviceTerm("blockwise", blockwise * pass);
        row.deviceTerm("ragged", blockwise * ragged * pass);
        row.deviceTerm("padded", blockwise * padding * situation.memoryMicros(scoreBytes(softmax, situation)));
        row.deviceTerm("rows", blockwise * rowCount(softmax) / situation.multiprocessorCount());
        row.deviceTerm("cached", situation.cachedMicros(bytes, 1));
        row.deviceTerm("uncached", situation.uncachedMicros(bytes, 1));
        row.deviceTerm("largeBlock", length > 4096 ? pass : 0);
        row.feature("padding", padding);
    }

    private static void describeFused(Softmax softmax, RowWriter row) {
        Situation situation = row.situation();
        double scores = scoreBytes(softmax, situation);
        double bytes = sweeps(situation) * scores;
        double length = softmax.keyTokens();
        double paddedLength = Math.pow(2, Math.ceil(RowWriter.log2(length)));
        row.hostTerm("launch", 1);
        row.streamedBytes(bytes);
        row.deviceTerm("padded", situation.memoryMicros(scores / length * paddedLength));
        row.deviceTerm("rows", rowCount(softmax) / situation.multiprocessorCount());
        row.deviceTerm("triangle", situation.memoryMicros(bytes / 2));
        row.deviceTerm("unaligned", length % ALIGNED_ROW == 0 ? 0 : situation.memoryMicros(bytes));
        row.feature("padding", paddedLength / length);
    }

    /** Tensors that are read or written. */
    private static double sweeps(Situation situation) {
        return situation.isForward() ? 2 : 3;
    }

    private static double scoreBytes(Softmax softmax, Situation situation) {
        return situation.precision().byteCount() * rowCount(softmax) * softmax.keyTokens();
    }

    private static double rowCount(Softmax softmax) {
        return (double) softmax.matrixCount() * softmax.queryTokens();
    }

    /** The smallest power of two that is at least half of the row's loads. */
    private static double blockSize(double length) {
        double most = Math.min(length / ELEMENTS_PER_LOAD, LARGEST_BLOCK);
        return Math.pow(2, Math.ceil(RowWriter.log2(Math.max(1, most / 2))));
    }
}

package org.stepcast.estimator.feature;

import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.MaskFill;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Operator;

/** Operators that read and write rows of elements once or a few times and compute little: memory bandwidth is all. */
final class StreamingFeatures {

    private static final double COLUMNS_PER_TERM = 1000;

    private StreamingFeatures() {}

    static void describe(Activation activation, RowWriter row) {
        row.hostTerm("launch", 1);
        row.streamedBytes(movedBytes(activation, row));
        row.dimension("tokens", activation.tokenCount());
        row.dimension("width", activation.width());
    }

    static void describe(ElementWise elementWise, RowWriter row) {
        row.hostTerm("launch", 1);
        row.streamedBytes(movedBytes(elementWise, row));
        row.dimension("elements", elementWise.elementCount());
    }

    /** The fill kernel reads and writes every score, masked or not, and a mask [query, key] of single bytes. */
    static void describe(MaskFill maskFill, RowWriter row) {
        Situation situation = row.situation();
        double mask = (double) maskFill.queryTokens() * maskFill.keyTokens();
        row.hostTerm("launch", 1);
        row.streamedBytes(2 * situation.precision().byteCount() * mask * maskFill.matrixCount());
        row.deviceTerm("mask", situation.memoryMicros(mask));
        row.dimension("matrices", maskFill.matrixCount());
        row.dimension("queries", maskFill.queryTokens());
        row.dimension("keys", maskFill.keyTokens());
    }

    /** Rows are reduced by one block each; the gradients of the weights are reduced over rows, column by column. */
    static void describe(Normalization normalization, RowWriter row) {
        Situation situation = row.situation();
        row.hostTerm("launch", 1);
        row.streamedBytes(movedBytes(normalization, row));
        row.deviceTerm("rows", (double) normalization.tokenCount() / situation.multiprocessorCount());
        row.deviceTerm("columns", normalization.hiddenSize() / COLUMNS_PER_TERM);
        row.dimension("tokens", normalization.tokenCount());
        row.dimension("hidden", normalization.hiddenSize());
    }

    private static double movedBytes(Operator operator, RowWriter row) {
        Situation situation = row.situation();
        return operator.work(situation.pass(), situation.precision()).movedBytes();
    }
}

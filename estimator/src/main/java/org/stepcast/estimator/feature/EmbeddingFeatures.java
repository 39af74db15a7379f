package org.stepcast.estimator.feature;

import org.stepcast.core.operator.Embedding;

/** Gathering rows of a table, and the dense gradient of the table. */
final class EmbeddingFeatures {

    /**
     * Up to this many tokens the gradient is summed by one kernel; beyond it tokens are sorted first and each row's
     * gradients are summed in parts. Source: PyTorch 2, aten/src/ATen/native/cuda/Embedding.cu.
     */
    private static final long LARGEST_UNSORTED_TOKEN_COUNT = 3072;

    /** Gradients that one part sums. Same source (NROWS_PER_THREAD). */
    private static final double TOKENS_PER_PART = 10;

    private static final double FP32_BYTES = 4;
    private static final double SORT_KEY_BYTES = 8;

    private EmbeddingFeatures() {}

    static void describe(Embedding embedding, RowWriter row) {
        if (row.situation().isForward()) {
            describeGather(embedding, row);
        } else {
            describeGradient(embedding, row);
        }
        row.dimension("tokens", embedding.tokenCount());
        row.dimension("vocabulary", embedding.vocabularySize());
        row.dimension("hidden", embedding.hiddenSize());
        row.feature("tokensPerEntry.log2", RowWriter.log2(tokensPerEntry(embedding)));
    }

    private static void describeGather(Embedding embedding, RowWriter row) {
        Situation situation = row.situation();
        double elementBytes = situation.precision().byteCount();
        row.hostTerm("launch", 1);
        row.streamedBytes(2 * elementBytes * embedding.tokenCount() * embedding.hiddenSize());
        row.deviceTerm("rows", (double) embedding.tokenCount() / situation.multiprocessorCount());
        row.deviceTerm("table", situation.memoryMicros(tableBytes(embedding, elementBytes)));
    }

    private static void describeGradient(Embedding embedding, RowWriter row) {
        Situation situation = row.situation();
        double elementBytes = situation.precision().byteCount();
        double sorted = embedding.tokenCount() > LARGEST_UNSORTED_TOKEN_COUNT ? 1 : 0;
        double gradient = situation.memoryMicros(elementBytes * embedding.tokenCount() * embedding.hiddenSize());
        double distinct = -embedding.vocabularySize() * Math.expm1(-tokensPerEntry(embedding));
        double parts = distinct
                + embedding.tokenCount() / TOKENS_PER_PART * -Math.expm1(-tokensPerEntry(embedding) / TOKENS_PER_PART);
        double hidden = embedding.hiddenSize();
        double columnBlocks = Math.ceil(hidden / 128);
        row.hostTerm("launch", 1);
        row.hostTerm("sortLaunch", sorted);
        row.deviceTerm("gradient", gradient);
        row.deviceTerm("zero", situation.memoryMicros(tableBytes(embedding, elementBytes)));
        row.deviceTerm("sort", sorted * situation.memoryMicros(SORT_KEY_BYTES * embedding.tokenCount()));
        row.deviceTerm("parts", sorted * situation.memoryMicros(FP32_BYTES * parts * hidden));
        row.deviceTerm("partLatency", sorted * parts * columnBlocks / situation.multiprocessorCount());
        row.deviceTerm("scatter", sorted * situation.memoryMicros(elementBytes * distinct * hidden));
        row.deviceTerm("unsorted", (1 - sorted) * gradient);
        row.deviceTerm("unsortedLatency", (1 - sorted) * Math.ceil(hidden / 32));
        row.feature("sorted", sorted);
    }

    private static double tableBytes(Embedding embedding, double elementBytes) {
        return elementBytes * embedding.vocabularySize() * embedding.hiddenSize();
    }

    private static double tokensPerEntry(Embedding embedding) {
        return (double) embedding.tokenCount() / embedding.vocabularySize();
    }
}

package org.stepcast.estimator.config;

/**
 * The tables before the first and after the last layer.
 *
 * @param size entries before padding
 * @param padding what the tables are padded to
 * @param embeddings whether the output layer shares the embedding's table
 * @param embeddingNorm whether a norm follows the embedding
 */
public record Vocabulary(long size, Padding padding, Embeddings embeddings, EmbeddingNorm embeddingNorm) {

    /** Whether the output layer shares the embedding's table. */
    public enum Embeddings {
        TIED,
        UNTIED
    }

    /** Whether a norm follows the embedding. */
    public enum EmbeddingNorm {
        ABSENT,
        /** BLOOM. */
        PRESENT
    }

    /** What each tensor-parallel rank's part of the tables is padded to. */
    public sealed interface Padding {

        /** To what the framework pads to unless it is told otherwise. */
        record ByFramework() implements Padding {}

        /** To a multiple of {@code entryCount}; 1 for none. */
        record MultipleOf(long entryCount) implements Padding {}
    }
}

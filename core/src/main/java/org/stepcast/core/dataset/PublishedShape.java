package org.stepcast.core.dataset;

import java.util.Map;

/**
 * Named dimensions of one published row: {@code mp} tensor-parallel ranks, {@code b} sequences of {@code l} tokens,
 * {@code h} heads, hidden size {@code dim}. An absent {@code mp} is 1.
 */
public record PublishedShape(Map<String, Long> dimensions) {

    /** GPT-2's vocabulary, which the published samples fix for every row. Source: estimate-train-time, MIT licence. */
    private static final long VOCABULARY_SIZE = 50257;

    /** Each rank's part of the vocabulary is padded to a multiple of this. Same source. */
    private static final long VOCABULARY_MULTIPLE = 128;

    public PublishedShape {
        dimensions = Map.copyOf(dimensions);
    }

    /**
     * One dimension by its column name.
     *
     * @throws IllegalArgumentException if the shape does not have it
     */
    public long get(String column) {
        Long value = dimensions.get(column);
        if (value == null) {
            throw new IllegalArgumentException("the shape has no " + column);
        }
        return value;
    }

    long mp() {
        return dimensions.getOrDefault("mp", 1L);
    }

    long b() {
        return get("b");
    }

    long l() {
        return get("l");
    }

    long dim() {
        return get("dim");
    }

    /** Heads of one rank. */
    long heads() {
        return get("h") / mp();
    }

    long headSize() {
        return dim() / get("h");
    }

    /** Vocabulary entries of one rank, padded. */
    long vocabularyShard() {
        return vocabularyShard(mp());
    }

    /** Vocabulary entries of one of {@code ranks} ranks, padded. */
    public static long vocabularyShard(long ranks) {
        return Math.ceilDiv(VOCABULARY_SIZE, VOCABULARY_MULTIPLE * ranks) * VOCABULARY_MULTIPLE;
    }
}

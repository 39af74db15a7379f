package org.stepcast.estimator.config;

import org.stepcast.core.operator.Attention.AttentionMask;

/** Which tokens of its sequence a token attends to. */
public sealed interface Visibility {

    AttentionMask mask();

    /** Keys that a token sees, on average over a sequence of {@code sequenceTokens}. */
    double meanVisibleTokens(long sequenceTokens);

    /** Itself and all before it. */
    record Causal() implements Visibility {

        @Override
        public AttentionMask mask() {
            return AttentionMask.CAUSAL;
        }

        @Override
        public double meanVisibleTokens(long sequenceTokens) {
            return sequenceTokens / 2.0;
        }
    }

    /**
     * Itself and those just before it.
     *
     * @param windowTokens tokens that it sees at most
     */
    record Window(long windowTokens) implements Visibility {

        @Override
        public AttentionMask mask() {
            return AttentionMask.CAUSAL;
        }

        /** The first {@code windowTokens} tokens see half a window on average, the others a whole one. */
        @Override
        public double meanVisibleTokens(long sequenceTokens) {
            return windowTokens >= sequenceTokens
                    ? sequenceTokens / 2.0
                    : windowTokens - (double) windowTokens * windowTokens / (2.0 * sequenceTokens);
        }
    }

    /** All of them: only to compare with samples of non-causal attention. */
    record Everything() implements Visibility {

        @Override
        public AttentionMask mask() {
            return AttentionMask.FULL;
        }

        @Override
        public double meanVisibleTokens(long sequenceTokens) {
            return sequenceTokens;
        }
    }
}

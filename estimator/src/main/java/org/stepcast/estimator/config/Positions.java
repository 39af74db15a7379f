package org.stepcast.estimator.config;

/** How tokens learn where they stand. */
public sealed interface Positions {

    /** The name that files use: {@code rotary}. */
    String label();

    /**
     * A table with a row for each position.
     *
     * @param rowCount rows of the table; the longest sequence may need fewer (OPT has two more)
     */
    record Learned(long rowCount) implements Positions {

        @Override
        public String label() {
            return "learned";
        }
    }

    /** Queries and keys are rotated. */
    record Rotary() implements Positions {

        @Override
        public String label() {
            return "rotary";
        }
    }

    /** Scores are lowered by distance; costs nothing beside the scores (Press et al. 2021, arXiv 2108.12409). */
    record Alibi() implements Positions {

        @Override
        public String label() {
            return "alibi";
        }
    }
}

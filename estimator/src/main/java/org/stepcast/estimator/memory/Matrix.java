package org.stepcast.estimator.memory;

import org.stepcast.estimator.config.Linear;

/**
 * Equal weight matrices on one rank.
 *
 * @param count how many of them
 */
record Matrix(long inputSize, long outputSize, long count, Owner owner) {

    /** Who has copies of a parameter, and so shares its states. */
    enum Owner {
        /** Every data-parallel rank. */
        DENSE("dense"),
        /** The ranks that hold the same experts. */
        EXPERT("expert");

        private final String label;

        Owner(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static Matrix of(Linear linear, long count, Owner owner) {
        return new Matrix(linear.inputSize(), linear.outputSize(), count, owner);
    }

    /** Elements of one of them. */
    long elementCount() {
        return inputSize * outputSize;
    }
}

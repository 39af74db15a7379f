package org.stepcast.estimator.regression;

/** One part of a blend. */
public record WeightedTrees(double weightFraction, CompiledTrees trees) {

    public WeightedTrees {
        if (!(weightFraction > 0 && weightFraction <= 1)) {
            throw new IllegalArgumentException("weightFraction (" + weightFraction + ") must be in 0 to 1");
        }
    }
}

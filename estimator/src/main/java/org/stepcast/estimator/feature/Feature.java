package org.stepcast.estimator.feature;

/**
 * One number that the trees of a correction may split on.
 *
 * @param value without unit: logarithms, remainders, fractions
 */
public record Feature(String name, double value) {

    public Feature {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " (" + value + ") must be finite");
        }
    }
}

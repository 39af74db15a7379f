package org.stepcast.estimator.feature;

/** One positive size of an operator; samples cover a range of each, and beyond it a time is extrapolated. */
public record Dimension(String name, double value) {

    public Dimension {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " (" + value + ") must be positive and finite");
        }
    }
}

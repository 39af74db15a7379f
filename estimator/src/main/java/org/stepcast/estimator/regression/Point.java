package org.stepcast.estimator.regression;

import java.util.Arrays;

/**
 * One row as a regressor reads it. Not a record: its parts are arrays, read in the innermost loops and never changed.
 * Whoever makes a point gives its arrays away.
 */
public final class Point {

    private final double[] termMicros;
    private final double[] features;
    private final double[] dimensions;

    /**
     * @param termMicros parts of the base, host's first
     * @param features what trees split on, in single precision
     * @param dimensions positive sizes that the sampled range bounds
     */
    public Point(double[] termMicros, double[] features, double[] dimensions) {
        this.termMicros = termMicros;
        this.features = features;
        this.dimensions = dimensions;
    }

    double termMicros(int index) {
        return termMicros[index];
    }

    int termCount() {
        return termMicros.length;
    }

    double[] features() {
        return features;
    }

    /** The size of one dimension. */
    public double dimension(int index) {
        return dimensions[index];
    }

    /** Points that a regressor cannot tell apart are equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Point point
                && Arrays.equals(termMicros, point.termMicros)
                && Arrays.equals(features, point.features)
                && Arrays.equals(dimensions, point.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(features);
    }
}

package org.stepcast.estimator.regression;

import java.util.Arrays;

/** Quantiles of samples, linear between neighbours. */
public final class Quantiles {

    private Quantiles() {}

    /**
     * The value below which {@code fraction} of the values lie.
     *
     * @param fraction 0..1
     */
    public static double of(double[] values, double fraction) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values have no quantile");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = fraction * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    public static double median(double[] values) {
        return of(values, 0.5);
    }
}

package org.stepcast.estimator.regression;

import java.util.Arrays;

/**
 * How far predictions are from measurements; absolute relative errors as fractions (0.02 is 2 %).
 *
 * @param mape mean
 * @param medianApe median
 * @param p95Ape exceeded by one row in twenty
 */
public record Accuracy(double mape, double medianApe, double p95Ape) {

    /** The accuracy of {@code regressor} on measured rows. */
    public static Accuracy of(Regressor regressor, TrainingSet measured) {
        double[] ratios = new double[measured.rowCount()];
        for (int row = 0; row < ratios.length; row++) {
            ratios[row] = regressor.micros(measured.point(row)) / measured.micros(row);
        }
        return ofRatios(ratios);
    }

    /** The accuracy of predictions given as ratios to what was measured. */
    public static Accuracy ofRatios(double[] ratios) {
        double[] errors =
                Arrays.stream(ratios).map(ratio -> Math.abs(ratio - 1)).toArray();
        double mean = Arrays.stream(errors).average().orElseThrow();
        return new Accuracy(mean, Quantiles.median(errors), Quantiles.of(errors, 0.95));
    }
}

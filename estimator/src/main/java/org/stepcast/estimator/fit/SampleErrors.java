package org.stepcast.estimator.fit;

import java.util.List;
import org.stepcast.estimator.regression.Accuracy;

/**
 * How far predicted times of samples are from the measured ones; absolute relative errors as fractions.
 *
 * @param mape mean
 * @param medianApe median
 * @param p95Ape exceeded by one sample in twenty
 */
public record SampleErrors(int rowCount, double mape, double medianApe, double p95Ape) {

    /** The errors of predictions given as ratios to what was measured; at least one. */
    public static SampleErrors ofRatios(List<Double> ratios) {
        Accuracy accuracy = Accuracy.ofRatios(
                ratios.stream().mapToDouble(Double::doubleValue).toArray());
        return new SampleErrors(ratios.size(), accuracy.mape(), accuracy.medianApe(), accuracy.p95Ape());
    }
}

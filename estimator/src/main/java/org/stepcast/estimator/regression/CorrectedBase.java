package org.stepcast.estimator.regression;

import java.util.List;

/**
 * Base times correction, {@code base · exp(Σ weight · trees)}. Trees know nothing beyond the rows that they were grown on:
 * there the correction of the nearest edge fades, over the first doubling of a dimension, to {@code edgeFraction} of it.
 *
 * @param corrections trees grown on ln(time / base)
 * @param largestCorrection bounds the correction: the largest |ln(time / base)| among the rows
 * @param edgeFraction 0..1: what remains of the correction far outside of {@code range}
 */
public record CorrectedBase(
        PhysicalBase base,
        List<WeightedTrees> corrections,
        double largestCorrection,
        double edgeFraction,
        SampledRange range)
        implements Regressor {

    private static final double FADE_LOG = Math.log(2);

    public CorrectedBase {
        corrections = List.copyOf(corrections);
        if (!(edgeFraction >= 0 && edgeFraction <= 1)) {
            throw new IllegalArgumentException("edgeFraction (" + edgeFraction + ") must be in 0 to 1");
        }
    }

    @Override
    public double micros(Point point) {
        return base.micros(point) * Math.exp(logCorrection(point));
    }

    private double logCorrection(Point point) {
        double sum = 0;
        for (WeightedTrees part : corrections) {
            sum += part.weightFraction() * part.trees().predict(point.features());
        }
        double outside = Math.min(1, range.logExcess(point) / FADE_LOG);
        return Math.clamp(sum * (1 - (1 - edgeFraction) * outside), -largestCorrection, largestCorrection);
    }
}

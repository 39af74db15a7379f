package org.stepcast.estimator.validation;

import org.stepcast.estimator.memory.MemoryBasis;

/**
 * A measured peak beside the predicted one.
 *
 * @param profile the habits that were assumed
 * @param basis what was measured
 * @param outOfMemoryFraction probability, predicted for a run that ran
 */
public record MemoryComparison(
        String profile, MemoryBasis basis, double measuredBytes, double predictedBytes, double outOfMemoryFraction) {

    /** Predicted by measured, less 1. */
    public double errorFraction() {
        return predictedBytes / measuredBytes - 1;
    }
}

package org.stepcast.estimator.validation;

import java.util.OptionalDouble;
import org.stepcast.estimator.memory.MemoryBasis;

/**
 * The predicted peak of a run, beside the measured one where the run tells it.
 *
 * @param profile the habits that were assumed
 * @param basis what the measurement counts
 * @param outOfMemoryFraction probability, predicted for a run that ran
 * @param fits whether the run would be called possible
 */
public record MemoryComparison(
        String profile,
        MemoryBasis basis,
        OptionalDouble measuredBytes,
        double predictedBytes,
        double outOfMemoryFraction,
        boolean fits) {

    /** Predicted by measured, less 1. */
    public OptionalDouble errorFraction() {
        return measuredBytes.isPresent()
                ? OptionalDouble.of(predictedBytes / measuredBytes.getAsDouble() - 1)
                : OptionalDouble.empty();
    }
}

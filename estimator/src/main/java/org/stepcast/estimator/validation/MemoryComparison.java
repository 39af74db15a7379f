package org.stepcast.estimator.validation;

import java.util.OptionalDouble;
import org.stepcast.estimator.memory.MemoryBasis;

/**
 * The predicted peak of a run, beside the measured one where the run tells it.
 *
 * @param profile the habits that were assumed
 * @param basis what the measurement counts
 * @param unseenBytes predicted as if no peak of the framework had ever been measured
 * @param outOfMemoryFraction probability, predicted for a run that ran
 * @param fits whether the run would be called possible
 */
public record MemoryComparison(
        String profile,
        MemoryBasis basis,
        OptionalDouble measuredBytes,
        double predictedBytes,
        double unseenBytes,
        double outOfMemoryFraction,
        boolean fits) {

    /** Predicted by measured, less 1. */
    public OptionalDouble errorFraction() {
        return measuredBytes.isPresent()
                ? OptionalDouble.of(predictedBytes / measuredBytes.getAsDouble() - 1)
                : OptionalDouble.empty();
    }

    /** The logarithm of predicted by measured. */
    OptionalDouble logError() {
        return logError(predictedBytes);
    }

    /** The same for the prediction that has never seen a peak of the framework. */
    OptionalDouble unseenLogError() {
        return logError(unseenBytes);
    }

    private OptionalDouble logError(double bytes) {
        return measuredBytes.isPresent()
                ? OptionalDouble.of(Math.log(bytes / measuredBytes.getAsDouble()))
                : OptionalDouble.empty();
    }
}

package org.stepcast.estimator.catalogue;

import org.stepcast.core.quantity.Interval;

/**
 * How far a regressor was from rows that its trees had not seen.
 *
 * @param mape mean absolute relative error, as a fraction
 * @param lowFactor time over prediction that one row in ten stays below
 * @param highFactor time over prediction that one row in ten exceeds
 */
public record HeldOutErrors(double mape, double lowFactor, double highFactor) {

    public HeldOutErrors {
        if (!(mape >= 0 && lowFactor > 0 && lowFactor <= highFactor)) {
            throw new IllegalArgumentException(
                    "mape " + mape + ", lowFactor " + lowFactor + ", highFactor " + highFactor + " are no errors");
        }
    }

    /** The spread around a predicted time; it always contains the prediction. */
    public Interval around(double micros) {
        return new Interval(micros * Math.min(1, lowFactor), micros, micros * Math.max(1, highFactor));
    }
}

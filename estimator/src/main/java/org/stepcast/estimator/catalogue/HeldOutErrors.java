package org.stepcast.estimator.catalogue;

import org.stepcast.core.quantity.Interval;

/**
 * How far a regressor was from rows that its trees had not seen.
 *
 * @param mape mean absolute relative error, as a fraction
 * @param lowRatio time over prediction that one row in ten stays below
 * @param highRatio time over prediction that one row in ten exceeds
 */
public record HeldOutErrors(double mape, double lowRatio, double highRatio) {

    public HeldOutErrors {
        if (!(mape >= 0 && lowRatio > 0 && lowRatio <= highRatio)) {
            throw new IllegalArgumentException(
                    "mape " + mape + ", lowRatio " + lowRatio + ", highRatio " + highRatio + " are no errors");
        }
    }

    /** The spread around a predicted time; it always contains the prediction. */
    public Interval around(double micros) {
        return new Interval(micros * Math.min(1, lowRatio), micros, micros * Math.max(1, highRatio));
    }
}

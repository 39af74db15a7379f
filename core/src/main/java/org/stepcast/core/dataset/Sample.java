package org.stepcast.core.dataset;

import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/**
 * One measured time.
 *
 * @param file path as the user knows it
 * @param line line of the file that it stands on, counted from 1
 */
public record Sample(Operator operator, Pass pass, Precision precision, double micros, String file, int line) {

    public Sample {
        if (!(micros > 0) || Double.isInfinite(micros)) {
            throw new IllegalArgumentException("micros (" + micros + ") must be positive and finite");
        }
    }
}

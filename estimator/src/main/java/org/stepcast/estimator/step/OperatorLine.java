package org.stepcast.estimator.step;

import org.stepcast.core.operator.Pass;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;

/**
 * One operator of the slowest stage, for reports.
 *
 * @param micros one run
 * @param count runs in one step
 */
public record OperatorLine(String name, Pass pass, String shape, Interval micros, double count, Origin origin) {

    /** Time of all runs in one step. */
    public double stepMicros() {
        return count * micros.p50();
    }
}

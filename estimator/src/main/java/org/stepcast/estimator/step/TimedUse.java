package org.stepcast.estimator.step;

import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.estimator.timing.OperatorTime;

/**
 * An operator with its time and how often it runs.
 *
 * @param name its place in the model
 * @param phase when it runs
 * @param count runs for one micro-batch, or for one step at the step's end
 * @param part what the time counts as in the breakdown
 */
record TimedUse(String name, Operator operator, Pass pass, Phase phase, OperatorTime time, double count, Part part) {

    /** When a stage runs an operator. */
    enum Phase {
        FORWARD,
        BACKWARD,
        STEP_END
    }

    double micros() {
        return count * time.micros().p50();
    }
}

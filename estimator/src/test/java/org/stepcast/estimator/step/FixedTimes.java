package org.stepcast.estimator.step;

import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.timing.OperatorTime;
import org.stepcast.estimator.timing.TimeSource;

/** Every forward pass takes 10, every backward pass 20 microseconds, and so on: times to add up by hand. */
record FixedTimes(double collectiveMicros, double optimizerMicros, Origin origin) implements TimeSource {

    static final double FORWARD_MICROS = 10;
    static final double BACKWARD_MICROS = 20;

    static FixedTimes withCollectives(double micros) {
        return new FixedTimes(micros, 1000, Origin.INTERPOLATED);
    }

    @Override
    public OperatorTime time(Operator operator, Pass pass, Precision precision) {
        double micros = operator instanceof Collective
                ? collectiveMicros
                : operator instanceof OptimizerStep
                        ? optimizerMicros
                        : pass == Pass.BACKWARD ? BACKWARD_MICROS : FORWARD_MICROS;
        String reason = origin == Origin.INTERPOLATED ? "" : "no sample";
        return new OperatorTime(Interval.around(micros, -0.1, 0.2), origin, reason);
    }
}

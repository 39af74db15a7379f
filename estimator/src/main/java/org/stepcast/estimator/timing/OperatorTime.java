package org.stepcast.estimator.timing;

import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;

/**
 * The predicted time of one pass of one operator on one rank.
 *
 * @param reason why the origin is what it is when it is not a sample or a regressor inside of its range; else empty
 */
public record OperatorTime(Interval micros, Origin origin, String reason) {

    /** This time of a like operator, for one that does {@code workRatio} times its work. */
    OperatorTime times(double workRatio) {
        return new OperatorTime(micros.times(workRatio), origin, reason);
    }

    /** The same prediction, further from the samples: its spread is at least {@code spreadFraction} each way, plus its own. */
    OperatorTime farther(double spreadFraction, String why) {
        return new OperatorTime(widened(micros, spreadFraction), Origin.ANALYTIC, why);
    }

    /** Relative deviations grow by {@code fraction}, multiplicatively: a time never turns negative. */
    static Interval widened(Interval micros, double fraction) {
        return new Interval(micros.p10() / (1 + fraction), micros.p50(), micros.p90() * (1 + fraction));
    }
}

package org.stepcast.estimator.search;

import java.util.Comparator;
import java.util.OptionalDouble;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.PlanMemory.Need;

/**
 * A plan with what it takes.
 *
 * @param earlierCount grows from plan to plan in the order of the space; the first of equal plans ranks first
 * @param value of the objective
 * @param seconds median of one step
 */
public record RankedPlan(
        Target target, TrainingConfig config, long earlierCount, double value, double seconds, Need need) {

    static final Comparator<RankedPlan> BEST_FIRST =
            Comparator.comparingDouble(RankedPlan::value).thenComparingLong(RankedPlan::earlierCount);

    /** Dollars of one step; empty where the price of a device is not known. */
    public OptionalDouble dollars() {
        return target.dollars(seconds);
    }

    /** Device hours of one step. */
    public double deviceHours() {
        return target.deviceHours(seconds);
    }
}

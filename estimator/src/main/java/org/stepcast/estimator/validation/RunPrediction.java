package org.stepcast.estimator.validation;

import java.util.Optional;
import java.util.OptionalDouble;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.step.Status;

/**
 * A run with what we predict for it.
 *
 * @param predicted seconds; empty where the run is not supported
 * @param status OK, EXTRAPOLATED where a rule filled something in, or UNSUPPORTED
 * @param memory its peak; empty where the run is not supported
 * @param traits what groups of runs have in common; empty where the run is not supported
 */
public record RunPrediction(
        String id,
        String sourceGroup,
        boolean counts,
        OptionalDouble measuredSeconds,
        Optional<Interval> predicted,
        Status status,
        String reason,
        Optional<MemoryComparison> memory,
        Optional<RunTraits> traits) {

    /** predicted / measured − 1. */
    public OptionalDouble errorFraction() {
        return predicted.isPresent() && measuredSeconds.isPresent()
                ? OptionalDouble.of(predicted.get().p50() / measuredSeconds.getAsDouble() - 1)
                : OptionalDouble.empty();
    }

    /** Whether the measured time lies between p10 and p90. */
    boolean isCovered() {
        double measured = measuredSeconds.orElseThrow();
        Interval interval = predicted.orElseThrow();
        return interval.p10() <= measured && measured <= interval.p90();
    }
}

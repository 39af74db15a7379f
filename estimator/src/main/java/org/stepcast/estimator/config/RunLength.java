package org.stepcast.estimator.config;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long a whole run is, what it costs and under which conditions.
 *
 * @param tokenCount tokens of the training data
 * @param epochCount times that the data are seen
 * @param gpuHourDollars price of one device for one hour, where given
 * @param rampUp batches that grow at the start, where asked for
 */
public record RunLength(
        double tokenCount,
        double epochCount,
        OptionalDouble gpuHourDollars,
        Optional<BatchRampUp> rampUp,
        RunConditions conditions) {

    /** So many tokens, seen once, and nothing else given. */
    public static RunLength ofTokens(double tokenCount) {
        return new RunLength(tokenCount, 1, OptionalDouble.empty(), Optional.empty(), RunConditions.unknown());
    }

    /** The same conditions with another amount of data. */
    public RunLength withTokens(double otherCount) {
        return new RunLength(otherCount, epochCount, gpuHourDollars, rampUp, conditions);
    }

    /** The same run at a price that is not given. */
    public RunLength withoutPrice() {
        return new RunLength(tokenCount, epochCount, OptionalDouble.empty(), rampUp, conditions);
    }

    /** Tokens that are trained on, repeats included. */
    public double trainedTokens() {
        return tokenCount * epochCount;
    }
}

package org.stepcast.core.quantity;

/**
 * A prediction with its spread: with probability 0.8 the true value lies between {@code p10} and {@code p90}. The unit is
 * named by the component that holds the interval ({@code stepTimeSeconds}, {@code micros}).
 */
public record Interval(double p10, double p50, double p90) {

    public Interval {
        if (!(p10 <= p50 && p50 <= p90)) {
            throw new IllegalArgumentException("p10 " + p10 + ", p50 " + p50 + ", p90 " + p90 + " are not in order");
        }
    }

    /** A value without spread. */
    public static Interval exactly(double value) {
        return new Interval(value, value, value);
    }

    /** {@code p50} with relative deviations, such as −0.03 and 0.05. */
    public static Interval around(double p50, double lowFraction, double highFraction) {
        return new Interval(p50 * (1 + lowFraction), p50, p50 * (1 + highFraction));
    }

    /** The sum of two values whose errors move together: quantiles add. */
    public Interval plus(Interval other) {
        return new Interval(p10 + other.p10, p50 + other.p50, p90 + other.p90);
    }

    public Interval times(double factor) {
        return new Interval(p10 * factor, p50 * factor, p90 * factor);
    }
}

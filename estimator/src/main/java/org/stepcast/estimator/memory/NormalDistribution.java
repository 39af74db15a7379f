package org.stepcast.estimator.memory;

/** The standard normal distribution. */
final class NormalDistribution {

    private NormalDistribution() {}

    /**
     * Probability of a value up to {@code deviations}, within 1e-7. Source: Abramowitz and Stegun 1964, formula 26.2.17.
     */
    static double cumulative(double deviations) {
        double t = 1 / (1 + 0.2316419 * Math.abs(deviations));
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double tail = Math.exp(-deviations * deviations / 2) / Math.sqrt(2 * Math.PI) * polynomial;
        return deviations < 0 ? tail : 1 - tail;
    }
}

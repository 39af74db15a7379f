package org.stepcast.estimator.step;

/**
 * A number that is fitted over published runs, starting from what is known otherwise.
 *
 * @param name {@code gemm.A100}, or a profile and a knob: {@code internevo.dp_exposed}
 * @param priorFactor value before any fit
 * @param deviationFactor spread of the prior: of the logarithm, or twice the spread of a share
 * @param fittedFactor value after the fit
 * @param source where the prior comes from
 */
public record Constant(
        String name,
        Kind kind,
        double priorFactor,
        double deviationFactor,
        double fittedFactor,
        String meaning,
        String source) {

    /** How a constant may move. */
    public enum Kind {
        /** Above 0, fitted in its logarithm. */
        FACTOR,
        /** Between 0 and 1. */
        SHARE
    }

    /** The value that lies {@code deviations} of the prior's spread away from it. */
    public double at(double deviations) {
        return switch (kind) {
            case FACTOR -> priorFactor * Math.exp(deviations * deviationFactor);
            case SHARE -> Math.clamp(priorFactor + deviations * deviationFactor / 2, 0, 1);
        };
    }
}

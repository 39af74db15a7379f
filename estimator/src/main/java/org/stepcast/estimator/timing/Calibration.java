package org.stepcast.estimator.timing;

/**
 * How much longer sampled groups of ranks take than their links promise.
 *
 * @param factor time over promise
 * @param spreadFraction how uncertain it is that another group deviates alike
 * @param reason which samples say so
 */
record Calibration(double factor, double spreadFraction, String reason) {

    Calibration farther(double fraction) {
        return new Calibration(factor, spreadFraction + fraction, reason);
    }
}

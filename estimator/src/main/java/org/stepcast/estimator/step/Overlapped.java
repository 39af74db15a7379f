package org.stepcast.estimator.step;

/** Communication beside compute. */
record Overlapped(double slowdownFraction) {

    /**
     * What {@code micros} of communication add to a step that can hide them behind {@code windowMicros} of compute: what
     * does not fit; of what fits, {@code exposedFraction}, and the compute that the rest slows down.
     */
    double addedMicros(double exposedFraction, double micros, double windowMicros) {
        double hidden = Math.min(micros, windowMicros);
        return micros - hidden + hidden * (exposedFraction + (1 - exposedFraction) * slowdownFraction);
    }

    /** What of the window the same communication takes, so that other communication cannot hide there. */
    double takenMicros(double exposedFraction, double micros, double windowMicros) {
        return (1 - exposedFraction) * Math.min(micros, windowMicros);
    }
}

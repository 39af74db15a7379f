package org.stepcast.estimator.measured;

/** What a log tells a step's time by. */
enum Pace {
    SECONDS,
    MILLISECONDS,
    SAMPLES_PER_SECOND,
    /** Tokens each second on one device, all devices counted. */
    DEVICE_TOKENS_PER_SECOND;

    double seconds(double value, StepSize step) {
        return switch (this) {
            case SECONDS -> value;
            case MILLISECONDS -> value / 1e3;
            case SAMPLES_PER_SECOND -> step.globalSize() / value;
            case DEVICE_TOKENS_PER_SECOND ->
                (double) step.globalSize() * step.sequenceTokens() / step.deviceCount() / value;
        };
    }
}

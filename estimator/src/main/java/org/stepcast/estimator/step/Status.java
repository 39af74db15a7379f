package org.stepcast.estimator.step;

/** Whether a prediction rests on what we know. */
public enum Status {
    OK,
    /** A share of the time that matters comes from outside of the sampled range, or from physics alone. */
    EXTRAPOLATED,
    UNSUPPORTED
}

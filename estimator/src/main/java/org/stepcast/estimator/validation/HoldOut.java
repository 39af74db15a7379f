package org.stepcast.estimator.validation;

import java.util.Locale;

/** What the regressors that are validated must not have seen. */
public enum HoldOut {
    /** Nothing: the cluster's regressors as they are. */
    NONE,
    /** A fifth of the distinct shapes; regressors are fitted anew to the others, and tested on these. */
    SHAPES,
    /** Every sample of the device: its times come from its figures and from the regressors of other devices. */
    DEVICE;

    /** The name that commands and reports use: {@code shapes}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

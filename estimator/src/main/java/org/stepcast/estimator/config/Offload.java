package org.stepcast.estimator.config;

import java.util.Locale;

/** What is kept in host memory. */
public enum Offload {
    NONE,
    OPTIMIZER,
    OPTIMIZER_AND_PARAMETERS;

    /** The name that files use: {@code optimizer}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

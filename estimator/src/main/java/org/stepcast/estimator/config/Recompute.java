package org.stepcast.estimator.config;

import java.util.Locale;

/** Which activations the backward pass computes again instead of keeping them. */
public enum Recompute {
    NONE,
    /** The attention core only (Korthikanti et al. 2022). */
    SELECTIVE,
    /** Every layer, from its input. */
    FULL;

    /** The name that files use: {@code selective}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

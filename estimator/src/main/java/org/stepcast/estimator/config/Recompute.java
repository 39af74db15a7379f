package org.stepcast.estimator.config;

/** Which activations the backward pass computes again instead of keeping them. */
public enum Recompute {
    NONE,
    /** The attention core only (Korthikanti et al. 2022). */
    SELECTIVE,
    /** Every layer, from its input. */
    FULL
}

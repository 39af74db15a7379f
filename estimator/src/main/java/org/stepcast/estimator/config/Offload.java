package org.stepcast.estimator.config;

/** What is kept in host memory. */
public enum Offload {
    NONE,
    OPTIMIZER,
    OPTIMIZER_AND_PARAMETERS
}

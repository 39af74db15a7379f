package org.stepcast.estimator.step;

/** How operator times become a step time. */
public enum Formula {
    /** Our own: stages simulated task by task. */
    SIMULATED,
    /** The composition that estimate-train-time published, to compare and migrate. */
    PUBLISHED
}

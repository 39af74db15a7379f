package org.stepcast.estimator.step;

/** What a share of the step time is spent on. */
public enum Part {
    FORWARD,
    BACKWARD,
    RECOMPUTE,
    TENSOR_PARALLEL,
    EXPERT_PARALLEL,
    CONTEXT_PARALLEL,
    PIPELINE_TRANSFER,
    PIPELINE_BUBBLE,
    /** Gradient and parameter communication that no compute hides. */
    DATA_PARALLEL_EXPOSED,
    OPTIMIZER,
    OTHER
}

package org.stepcast.estimator.step;

/** What follows attention in a layer. */
enum LayerKind {
    /** One MLP. */
    DENSE,
    /** Experts, of which each token passes through a few. */
    EXPERTS
}

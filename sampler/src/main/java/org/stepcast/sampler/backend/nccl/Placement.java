package org.stepcast.sampler.backend.nccl;

/** Where a collective leaves its result. */
public enum Placement {
    /** Where its input was, as frameworks reduce gradients. */
    IN_PLACE,
    /** In memory of its own. */
    OUT_OF_PLACE
}

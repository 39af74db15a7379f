package org.stepcast.estimator.config;

/** Generation of the attention kernel. */
public enum AttentionKernel {
    /** Batched products, mask and softmax as separate kernels; scores go through device memory. */
    UNFUSED,
    FLASH1,
    FLASH2,
    FLASH3,
    /** The newest that the framework and the device have. */
    FLASH
}

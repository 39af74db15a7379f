package org.stepcast.estimator.config;

import java.util.Locale;

/** Generation of the attention kernel. */
public enum AttentionKernel {
    /** Batched products, mask and softmax as separate kernels; scores go through device memory. */
    UNFUSED,
    FLASH1,
    FLASH2,
    FLASH3,
    /** The newest that the framework and the device have. */
    FLASH;

    /** The name that files use: {@code flash2}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.stepcast.estimator.step;

import java.util.Locale;

/** How a framework runs its memory-bound operators. */
public enum KernelFusion {
    /** One kernel for each operator of the framework. */
    EAGER,
    /** Kernels written for transformers: norm with dropout and residual, and so on. */
    FUSED,
    /** Fused by a compiler such as torch.compile. */
    COMPILED;

    /** The name that files use: {@code eager}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

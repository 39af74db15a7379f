package org.stepcast.estimator.config;

import java.util.Locale;

/**
 * The training framework.
 *
 * @param year of its release
 * @param compile whether kernels are fused by a compiler such as torch.compile
 */
public record Framework(FrameworkName name, int year, Compile compile) {

    /** Frameworks that differ in how they lay out and overlap work. */
    public enum FrameworkName {
        MEGATRON_LM,
        DEEPSPEED,
        FSDP,
        TORCHTITAN,
        GPT_NEOX,
        NEMO,
        /** None of these, or not known. */
        GENERIC;

        /** The name that files use: {@code megatron-lm}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether kernels are fused by a compiler. */
    public enum Compile {
        OFF,
        ON
    }
}

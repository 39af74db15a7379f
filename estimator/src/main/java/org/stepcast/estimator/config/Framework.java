package org.stepcast.estimator.config;

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
        GENERIC
    }

    /** Whether kernels are fused by a compiler. */
    public enum Compile {
        OFF,
        ON
    }
}

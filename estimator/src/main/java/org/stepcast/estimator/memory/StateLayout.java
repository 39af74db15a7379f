package org.stepcast.estimator.memory;

import java.util.Locale;

/** How weights, gradients and optimizer states are kept. */
enum StateLayout {
    /** 16-bit weights, fp32 gradients added in place, fp32 main parameters and moments. */
    MEGATRON,
    /** 16-bit weights and gradients, fp32 main parameters and moments, buckets of a fixed size. */
    DEEPSPEED,
    /** As DeepSpeed, without its buckets (Rajbhandari et al. 2019, arXiv 1910.02054). */
    ZERO,
    /** fp32 shards of parameters, gradients and moments; 16-bit weights of one unit at a time. */
    FSDP,
    /** fp32 parameters, gradients and moments on every rank, and 16-bit copies of the weights. */
    DDP;

    /** The name in memory.yml: {@code megatron}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

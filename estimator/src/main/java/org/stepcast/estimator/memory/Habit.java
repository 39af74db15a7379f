package org.stepcast.estimator.memory;

import java.util.Locale;

/** What some frameworks keep in memory and others do not. */
enum Habit {
    /** Outputs of norms are kept as inputs of the linear layers; a compiler computes them again instead. */
    NORM_OUTPUTS,
    /** Eager root-mean-square norms keep their input in fp32 and a normalized copy. */
    FP32_NORMS,
    /** Keys and values are repeated for all query heads before attention. */
    REPEATED_KEYS,
    /** Models without a gated MLP train with dropout, and its masks are kept. */
    DROPOUT,
    /** Context parallelism by all-to-all keeps attention's output before and after it. */
    EXCHANGED_ATTENTION,
    /** A weight gradient is a tensor of its own before it is added. */
    WEIGHT_GRADIENT_TENSORS,
    /** Weight gradients are added in place; for each distinct weight shape one placeholder of its size is cached. */
    WEIGHT_GRADIENT_CACHE,
    /** The input that sequence parallelism gathers lies in a buffer that is never given back. */
    GATHER_BUFFER,
    /** A distributed optimizer reduces gradients in 16 bits. */
    HALF_SHARDED_GRADIENTS,
    /** Under fp8 the two layouts of 8-bit weights are all that is kept: they take what 16-bit weights would. */
    NARROW_PARAMETERS,
    /** Optimizer states are divided over the ranks of a node only. */
    NODE_SHARDS,
    /** Selective recomputation keeps the output of every second matrix product and of attention. */
    OPERATOR_CHECKPOINTS;

    /** The name in memory.yml: {@code norm_outputs}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

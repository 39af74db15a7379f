package org.stepcast.estimator.step;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;

/**
 * What differs between training frameworks, bases resolved.
 *
 * @param lineage the profile's name, its base, the base of that, and so on
 * @param attention generation of the attention kernel from a year on
 * @param values every knob
 * @param own the knobs that the profile itself sets
 * @param source where the profile's own numbers come from
 */
public record FrameworkProfile(
        List<String> lineage,
        KernelFusion kernels,
        NavigableMap<Integer, AttentionKernel> attention,
        Selective selective,
        OptimizerShards optimizerShards,
        Map<Knob, Double> values,
        Set<Knob> own,
        String source) {

    /** What selective recomputation runs again. */
    public enum Selective {
        /** The attention core (Korthikanti et al. 2022). */
        CORE,
        /** Element-wise operators and every second matrix product (PyTorch's operator policy). */
        OPERATORS,
        /** The attention core and element-wise operators: all but products with weights (JAX's dots_with_no_batch_dims). */
        ALL_BUT_PRODUCTS
    }

    /** Which ranks share optimizer states with ZeRO-1 and 2. */
    public enum OptimizerShards {
        ALL,
        NODE
    }

    public FrameworkProfile {
        lineage = List.copyOf(lineage);
        attention = Collections.unmodifiableNavigableMap(new TreeMap<>(attention));
        values = Map.copyOf(values);
        own = Set.copyOf(own);
    }

    public String name() {
        return lineage.getFirst();
    }

    double value(Knob knob) {
        Double value = values.get(knob);
        if (value == null) {
            throw new IllegalStateException("profile " + name() + " has no " + knob.label());
        }
        return value;
    }

    boolean saysItself(Knob knob) {
        return own.contains(knob);
    }

    /** Ranks that share optimizer states; 0 for all data-parallel ranks. */
    public long shardRankCount(long deviceCountPerNode, long tensorSize) {
        return optimizerShards == OptimizerShards.NODE ? Math.max(1, deviceCountPerNode / tensorSize) : 0;
    }

    /** What the framework's users shard unless they say otherwise. */
    public Sharding usualSharding() {
        return switch ((int) value(Knob.ZERO_DEFAULT)) {
            case 0 -> Sharding.NONE;
            case 1 -> Sharding.ZERO1;
            case 2 -> Sharding.ZERO2;
            default -> Sharding.ZERO3;
        };
    }

    /** Whether gradients are reduced beside the backward pass. */
    public boolean overlapsReduction() {
        return value(Knob.DP_OVERLAP) > 0;
    }

    /** Whether updated parameters are gathered beside the forward pass. */
    public boolean overlapsGather() {
        return value(Knob.PARAM_GATHER_OVERLAP) > 0;
    }

    /** Whether pipelines are usually interleaved. */
    public boolean usuallyInterleaves() {
        return value(Knob.INTERLEAVE_DEFAULT) > 1;
    }

    /** Whether tensor parallelism of {@code year} usually divides the sequence, too. */
    public boolean usuallyDividesSequence(int year) {
        return year >= value(Knob.SEQUENCE_PARALLEL_FROM);
    }

    /** Whether it is one of the Megatron family, which keeps gradients in fp32. */
    public boolean isMegatron() {
        return name().contains("megatron") || name().contains("nemo");
    }
}

package org.stepcast.estimator.config;

import java.util.EnumSet;
import java.util.Set;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.FeedForward.MlpActivation;
import org.stepcast.estimator.config.Framework.Compile;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.LayerStyle.Norm;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;
import org.stepcast.estimator.config.Vocabulary.Padding;

/** Every value that the named form may leave out; docs/configuration.md lists them for users. */
final class Defaults {

    /** A model of which only the sizes are given is built as most models since LLaMA are. */
    static final MlpActivation ACTIVATION = MlpActivation.SWIGLU;

    static final Norm NORMALIZATION = Norm.RMS_NORM;
    static final Positions POSITIONS = new Positions.Rotary();
    static final Embeddings EMBEDDINGS = Embeddings.UNTIED;
    static final Padding PADDING = new Padding.ByFramework();
    static final EmbeddingNorm EMBEDDING_NORM = EmbeddingNorm.ABSENT;
    static final Biases BIASES = Biases.NONE;
    static final Residual RESIDUAL = Residual.SEQUENTIAL;
    static final AttentionMask MASK = AttentionMask.CAUSAL;
    static final Routing ROUTING = Routing.BALANCED;

    /** Of each parallel size, and of the micro-batch. */
    static final long ONE = 1;

    static final Schedule SCHEDULE = Schedule.ONE_FORWARD_ONE_BACKWARD;
    static final StageSplit STAGE_SPLIT = new StageSplit.Even(Set.of());
    static final ContextExchange CONTEXT_EXCHANGE = ContextExchange.RING;
    static final SequenceParallel SEQUENCE_PARALLEL = SequenceParallel.OFF;
    static final Precision PRECISION = Precision.BF16;
    static final Recompute RECOMPUTE = Recompute.NONE;
    static final Offload OFFLOAD = Offload.NONE;
    static final AttentionKernel ATTENTION = AttentionKernel.FLASH;
    static final Framework FRAMEWORK = new Framework(FrameworkName.GENERIC, 2024, Compile.OFF);

    private static final int FIRST_MEGATRON_OVERLAP_YEAR = 2023;
    private static final int PLAIN_RATIO = 4;
    private static final long GATED_MULTIPLE = 256;

    private Defaults() {}

    /**
     * Plain: 4 · hidden. Gated: 8/3 · hidden, rounded up to a multiple of 256, so that three matrices hold as many
     * parameters as two. Source: GPT-2; LLaMA (Touvron et al. 2023, its reference code).
     */
    static long feedForwardSize(MlpActivation activation, long hiddenSize) {
        return activation.isGated()
                ? Math.ceilDiv(2 * PLAIN_RATIO * hiddenSize / 3, GATED_MULTIPLE) * GATED_MULTIPLE
                : PLAIN_RATIO * hiddenSize;
    }

    /** What the framework's users run unless they say otherwise. */
    static Sharding sharding(FrameworkName framework) {
        return switch (framework) {
            case FSDP, TORCHTITAN -> Sharding.FSDP;
            case JAX -> Sharding.ZERO3;
            case PYTORCH -> Sharding.NONE;
            case MEGATRON_LM, DEEPSPEED, GPT_NEOX, NEMO, GENERIC -> Sharding.ZERO1;
        };
    }

    /** XLA always compiles. */
    static Compile compile(FrameworkName framework) {
        return framework == FrameworkName.JAX ? Compile.ON : FRAMEWORK.compile();
    }

    /**
     * Gradient reduction and parameter gathering overlap with compute, but not in DeepSpeed's pipeline engine, which
     * GPT-NeoX runs on and which reduces after the last micro-batch, and not in Megatron-LM before it learned to in 2023.
     */
    static Set<Overlap> overlaps(Framework framework) {
        boolean exposed = switch (framework.name()) {
            case GPT_NEOX -> true;
            case MEGATRON_LM, NEMO -> framework.year() < FIRST_MEGATRON_OVERLAP_YEAR;
            case DEEPSPEED, FSDP, TORCHTITAN, JAX, PYTORCH, GENERIC -> false;
        };
        return exposed
                ? EnumSet.of(Overlap.LAYER_PREFETCH)
                : EnumSet.of(Overlap.GRADIENT_REDUCE, Overlap.PARAMETER_GATHER, Overlap.LAYER_PREFETCH);
    }
}

package org.stepcast.estimator.config;

import java.util.Locale;

/**
 * The training framework.
 *
 * @param year of its release
 * @param compile whether kernels are fused by a compiler such as torch.compile
 * @param fusedLoss whether one kernel computes the cross-entropy of 16-bit logits in their place
 * @param cudaGraphs whether layers are captured once and launched as a whole
 * @param expertDispatch how tokens travel to their experts
 */
public record Framework(
        FrameworkName name,
        int year,
        Compile compile,
        FusedLoss fusedLoss,
        CudaGraphs cudaGraphs,
        ExpertDispatch expertDispatch) {

    /** The framework with the loss and the dispatch that its profile has, and without CUDA graphs. */
    public Framework(FrameworkName name, int year, Compile compile) {
        this(name, year, compile, FusedLoss.BY_FRAMEWORK, CudaGraphs.OFF, ExpertDispatch.BY_FRAMEWORK);
    }

    /** The same framework with another dispatch. */
    public Framework withExpertDispatch(ExpertDispatch other) {
        return new Framework(name, year, compile, fusedLoss, cudaGraphs, other);
    }

    /** Frameworks that differ in how they lay out and overlap work. */
    public enum FrameworkName {
        MEGATRON_LM,
        DEEPSPEED,
        FSDP,
        TORCHTITAN,
        GPT_NEOX,
        NEMO,
        /** What XLA compiles: MaxText, Paxml, Levanter. */
        JAX,
        /** A plain training loop of PyTorch's eager operators, with DistributedDataParallel over several ranks. */
        PYTORCH,
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

    /** How the cross-entropy is computed. */
    public enum FusedLoss {
        /** As the framework's profile has it. */
        BY_FRAMEWORK,
        OFF,
        ON
    }

    /** How tokens travel to their experts. */
    public enum ExpertDispatch {
        /** As the framework's profile has it. */
        BY_FRAMEWORK,
        /** A copy for each expert, sent by NCCL. */
        ALL_TO_ALL,
        /** A copy for each rank that has experts of the token, and one over the network for each node: DeepEP, HybridEP. */
        DEEP_EP;

        /** The name that files use: {@code all_to_all}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the host launches kernels one by one. */
    public enum CudaGraphs {
        OFF,
        ON
    }
}

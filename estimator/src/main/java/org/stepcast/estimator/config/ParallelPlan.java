package org.stepcast.estimator.config;

import java.util.Locale;
import java.util.Set;

/**
 * How a job is divided over devices. Sizes are numbers of ranks.
 *
 * @param dataSize data-parallel replicas
 * @param virtualStageCount model chunks on each pipeline stage; 1 unless interleaved
 * @param overlaps communication that runs beside compute
 */
public record ParallelPlan(
        long tensorSize,
        long pipelineSize,
        long dataSize,
        long contextSize,
        long expertSize,
        long virtualStageCount,
        Schedule schedule,
        SequenceParallel sequenceParallel,
        Sharding sharding,
        Set<Overlap> overlaps) {

    public ParallelPlan {
        overlaps = Set.copyOf(overlaps);
    }

    /** Order of the micro-batches in the pipeline. */
    public enum Schedule {
        ALL_FORWARD_ALL_BACKWARD("all_forward_all_backward"),
        ONE_FORWARD_ONE_BACKWARD("1f1b"),
        INTERLEAVED("interleaved_1f1b"),
        ZERO_BUBBLE("zero_bubble");

        private final String label;

        Schedule(String label) {
            this.label = label;
        }

        /** The name that files use: {@code 1f1b}. */
        public String label() {
            return label;
        }
    }

    /** Whether norms and residuals are divided over tensor-parallel ranks along the sequence (Korthikanti et al. 2022). */
    public enum SequenceParallel {
        OFF,
        ON
    }

    /** What data-parallel ranks divide among them. */
    public enum Sharding {
        NONE,
        /** Optimizer states. */
        ZERO1,
        /** Optimizer states and gradients. */
        ZERO2,
        /** Optimizer states, gradients and parameters. */
        ZERO3,
        /** As ZERO3, by PyTorch FSDP. */
        FSDP,
        /** FSDP within a node, replicas across nodes. */
        HSDP;

        /** The name that files use: {@code zero1}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Communication that runs beside compute. */
    public enum Overlap {
        GRADIENT_REDUCE,
        PARAMETER_GATHER,
        TENSOR;

        /** The name that files use: {@code gradient_reduce}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

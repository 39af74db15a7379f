package org.stepcast.estimator.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How a job is divided over devices. Sizes are numbers of ranks.
 *
 * @param dataSize data-parallel replicas
 * @param contextSize ranks that the tokens of a sequence are divided over
 * @param expertSize ranks that the experts of a layer are divided over
 * @param expertTensorSize ranks that each expert is divided over
 * @param virtualStageCount model chunks on each pipeline stage; 1 unless interleaved
 * @param stageSplit which stage gets which layers
 * @param overlaps communication that runs beside compute
 */
public record ParallelPlan(
        long tensorSize,
        long pipelineSize,
        long dataSize,
        long contextSize,
        ContextExchange contextExchange,
        long expertSize,
        long expertTensorSize,
        long virtualStageCount,
        StageSplit stageSplit,
        Schedule schedule,
        SequenceParallel sequenceParallel,
        Sharding sharding,
        Set<Overlap> overlaps) {

    public ParallelPlan {
        overlaps = Set.copyOf(overlaps);
    }

    /** Whether tokens travel to and from experts during the passes of another micro-batch. */
    public boolean overlapsExperts() {
        return expertSize > 1 && overlaps.contains(Overlap.EXPERT);
    }

    /** The same plan with other sharding. */
    public ParallelPlan withSharding(Sharding other) {
        return new ParallelPlan(
                tensorSize,
                pipelineSize,
                dataSize,
                contextSize,
                contextExchange,
                expertSize,
                expertTensorSize,
                virtualStageCount,
                stageSplit,
                schedule,
                sequenceParallel,
                other,
                overlaps);
    }

    /** The same plan with experts divided otherwise. */
    public ParallelPlan withExpertTensorSize(long other) {
        return new ParallelPlan(
                tensorSize,
                pipelineSize,
                dataSize,
                contextSize,
                contextExchange,
                expertSize,
                other,
                virtualStageCount,
                stageSplit,
                schedule,
                sequenceParallel,
                sharding,
                overlaps);
    }

    /** The same plan with another schedule. */
    public ParallelPlan withSchedule(Schedule other, long otherVirtualStageCount) {
        return new ParallelPlan(
                tensorSize,
                pipelineSize,
                dataSize,
                contextSize,
                contextExchange,
                expertSize,
                expertTensorSize,
                otherVirtualStageCount,
                stageSplit,
                other,
                sequenceParallel,
                sharding,
                overlaps);
    }

    /** The same plan with layers divided over another number of ranks, and as many replicas as that leaves. */
    public ParallelPlan withTensorSize(
            long otherTensorSize, SequenceParallel otherSequenceParallel, long otherDataSize) {
        return new ParallelPlan(
                otherTensorSize,
                pipelineSize,
                otherDataSize,
                contextSize,
                contextExchange,
                expertSize,
                expertTensorSize,
                virtualStageCount,
                stageSplit,
                schedule,
                otherSequenceParallel,
                sharding,
                overlaps);
    }

    /** The same plan with another number of stages, and as many replicas as that leaves. */
    public ParallelPlan withPipelineSize(long otherPipelineSize, long otherDataSize) {
        return new ParallelPlan(
                tensorSize,
                otherPipelineSize,
                otherDataSize,
                contextSize,
                contextExchange,
                expertSize,
                expertTensorSize,
                virtualStageCount,
                stageSplit,
                schedule,
                sequenceParallel,
                sharding,
                overlaps);
    }

    /** How context-parallel ranks see each other's keys and values. */
    public enum ContextExchange {
        /** Keys and values travel around a ring (Liu et al. 2023, arXiv 2310.01889). */
        RING,
        /** Each rank attends over whole sequences for a part of the heads (Jacobs et al. 2023, arXiv 2309.14509). */
        ALL_TO_ALL;

        /** The name that files use: {@code ring}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which pipeline stage gets which layers. */
    public sealed interface StageSplit {

        /**
         * All as many as possible.
         *
         * @param countedAsLayers what makes room for itself as a layer does
         */
        record Even(Set<Table> countedAsLayers) implements StageSplit {

            public Even {
                countedAsLayers = Set.copyOf(countedAsLayers);
            }
        }

        /**
         * As given: the first stands after the embedding and the last before the output layer, so that a 0 there leaves
         * one of them alone.
         *
         * @param layerCounts one for each stage; with virtual stages one for each chunk, in the order of the model
         */
        record Given(List<Long> layerCounts) implements StageSplit {

            public Given {
                layerCounts = List.copyOf(layerCounts);
            }
        }
    }

    /** What stands before the first or after the last layer. */
    public enum Table {
        EMBEDDING,
        OUTPUT_LAYER
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
        TENSOR,
        /** The all-to-all of experts during the passes of another micro-batch: Megatron-Core's combined 1F1B, DualPipe. */
        EXPERT,
        /** The parameters of the next layer are gathered while one runs: FSDP and ZeRO-3. */
        LAYER_PREFETCH;

        /** The name that files use: {@code gradient_reduce}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan.Overlap;

/**
 * What a framework holds besides model states and activations.
 *
 * @param lasting alive in every moment
 * @param gathered alive while layers run, forward or backward
 * @param reducing alive while a layer's backward pass runs
 */
record StageBuffers(List<Tensor> lasting, List<Tensor> gathered, List<Tensor> reducing) {

    /** Source: DeepSpeed runtime/zero/config.py, stage3_max_live_parameters and stage3_prefetch_bucket_size. */
    private static final double LIVE_COUNT = 1e9;

    private static final double PREFETCH_COUNT = 5e7;

    /** Source: PyTorch DistributedDataParallel, bucket_cap_mb. */
    private static final double COPIES_BUCKET_BYTES = 25 * (1 << 20);

    /** Streams that grouped matrix products of experts run on, each with a workspace. Source: Transformer Engine. */
    private static final int GROUPED_STREAM_COUNT = 4;

    /** Streams that products run on beside tensor-parallel transfers. Source: Transformer Engine, module/base.py. */
    private static final int OVERLAP_STREAM_COUNT = 3;

    StageBuffers {
        lasting = List.copyOf(lasting);
        gathered = List.copyOf(gathered);
        reducing = List.copyOf(reducing);
    }

    /** @param layerCount of the stage */
    static StageBuffers of(Setting setting, StageWeights weights, long layerCount, Generation generation) {
        Builder builder = new Builder(setting, weights);
        builder.addWorkspaces(generation);
        builder.addCaches();
        builder.addGraphs(layerCount);
        if (setting.gathersWeights()) {
            if (setting.profile().states() == StateLayout.DEEPSPEED) {
                builder.gatherParameters();
            } else {
                builder.gatherUnits();
            }
        } else {
            builder.addFetched();
            builder.addBuckets();
        }
        return new StageBuffers(builder.lasting, builder.gathered, builder.reducing);
    }

    /** Collects the buffers of a stage. */
    private static final class Builder {

        private final Setting setting;
        private final MemoryProfile profile;
        private final StageWeights weights;
        private final double element;
        private final List<Tensor> lasting = new ArrayList<>();
        private final List<Tensor> gathered = new ArrayList<>();
        private final List<Tensor> reducing = new ArrayList<>();

        private Builder(Setting setting, StageWeights weights) {
            this.setting = setting;
            this.profile = setting.profile();
            this.weights = weights;
            this.element = setting.elementBytes();
        }

        private void addWorkspaces(Generation generation) {
            add("cuBLAS workspace", Part.WORKSPACES, generation.matrixWorkspaceBytes());
            if (setting.has(Habit.WEIGHT_GRADIENT_CACHE)) {
                int dense = setting.overlapsTensor() ? OVERLAP_STREAM_COUNT : 1;
                int streams = dense + (weights.expertCount() > 0 ? GROUPED_STREAM_COUNT : 0);
                add("Transformer Engine workspaces", Part.WORKSPACES, streams * generation.engineWorkspaceBytes());
            }
        }

        private void addCaches() {
            if (setting.isFp8() && !setting.has(Habit.NARROW_PARAMETERS)) {
                double held = setting.gathersWeights() ? weights.unitCount() : weights.count() - weights.rootCount();
                add("8-bit weights, both layouts", Part.WEIGHTS, 2 * held);
            }
            if (setting.has(Habit.WEIGHT_GRADIENT_CACHE)) {
                add("placeholders of weight gradients", Part.BUFFERS, element * weights.shapeCount());
            }
            if (setting.has(Habit.GATHER_BUFFER) && setting.dividesSequence()) {
                add("gathered input", Part.BUFFERS, setting.gatheredBytes());
            }
        }

        /** A captured layer reads the gradient of its output from an address of its own; its input is kept anyway. */
        private void addGraphs(long layerCount) {
            double bytes = setting.capturedCount(layerCount) * setting.residualBytes();
            add("static gradients of CUDA graphs", Part.BUFFERS, bytes);
        }

        /** DeepSpeed gathers matrix by matrix and keeps what is used again soon. */
        private void gatherParameters() {
            double all = weights.count();
            double largest = weights.largestMatrixCount();
            gathered.add(tensor(
                    "live parameters", Part.GATHERED_WEIGHTS, element * Math.min(all, Math.max(LIVE_COUNT, largest))));
            add("prefetched parameters", Part.GATHERED_WEIGHTS, element * Math.min(all, PREFETCH_COUNT));
            reducing.add(tensor("gradient of the largest matrix", Part.GRADIENT_BUCKETS, element * largest));
            reducing.add(tensor("reduce buffer", Part.GRADIENT_BUCKETS, element * profile.bucketCount()));
        }

        /** FSDP gathers layer by layer, the next one while one runs; what is outside of the layers stays. */
        private void gatherUnits() {
            double unit = weights.unitCount();
            boolean ahead = setting.plan().overlaps().contains(Overlap.LAYER_PREFETCH);
            gathered.add(
                    ahead
                            ? tensor("gathered layers, current and next", Part.GATHERED_WEIGHTS, 2 * element * unit)
                            : tensor("gathered layer", Part.GATHERED_WEIGHTS, element * unit));
            add("gathered embedding and output layer", Part.GATHERED_WEIGHTS, element * weights.rootCount());
            reducing.add(tensor("gradients of a layer", Part.GRADIENT_BUCKETS, element * unit));
            reducing.add(tensor("input of the reduce-scatter", Part.GRADIENT_BUCKETS, profile.reduceBytes() * unit));
        }

        /** Parameters that lie on the host are on the device while their layer runs, and while the one before it does. */
        private void addFetched() {
            if (setting.config().offload() == Offload.OPTIMIZER_AND_PARAMETERS) {
                gathered.add(tensor(
                        "fetched layers, current and next",
                        Part.GATHERED_WEIGHTS,
                        element * (2.0 * weights.unitCount() + weights.rootCount())));
            }
        }

        private void addBuckets() {
            switch (profile.states()) {
                case DEEPSPEED -> addDeepSpeedBuckets();
                case DDP -> add("all-reduce buckets", Part.GRADIENT_BUCKETS, COPIES_BUCKET_BYTES);
                case MEGATRON, ZERO, FSDP -> {}
            }
        }

        /** The engine without pipeline reduces from one contiguous buffer, and gathers weights through another. */
        private void addDeepSpeedBuckets() {
            if (setting.plan().dataSize() == 1) {
                return;
            }
            double bucket = element * Math.min(profile.bucketCount(), weights.count());
            add("flattened reduce bucket", Part.GRADIENT_BUCKETS, bucket);
            if (setting.plan().pipelineSize() == 1) {
                add(
                        "contiguous reduce buffers",
                        Part.GRADIENT_BUCKETS,
                        profile.reduceBufferCount() * element * profile.bucketCount());
                add("all-gather bucket", Part.GRADIENT_BUCKETS, bucket);
            }
        }

        private void add(String name, Part part, double bytes) {
            lasting.add(tensor(name, part, bytes));
        }

        private static Tensor tensor(String name, Part part, double bytes) {
            return Tensor.of(name, part, bytes);
        }
    }
}

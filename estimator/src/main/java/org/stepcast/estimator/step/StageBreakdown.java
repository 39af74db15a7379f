package org.stepcast.estimator.step;

/**
 * What a stage works on in all micro-batches, by part.
 *
 * @param layerCount of the stage
 */
record StageBreakdown(Workload work, StepTimes times, long layerCount) {

    Breakdown.Builder of(boolean isFirst, boolean isLast) {
        LayerTimes layer = times.layer();
        EndTimes ends = times.ends();
        Breakdown.Builder parts = new Breakdown.Builder();
        addLayers(parts, Part.FORWARD, layer.busy().forwardMicros());
        addLayers(parts, Part.BACKWARD, layer.busy().backwardMicros());
        addLayers(parts, Part.RECOMPUTE, layer.recomputeMicros());
        addLayers(parts, Part.OTHER, layer.hostMicros());
        addLayers(parts, Part.TENSOR_PARALLEL, layer.tensor().bothMicros());
        addLayers(parts, Part.EXPERT_PARALLEL, layer.expert().bothMicros());
        addLayers(parts, Part.CONTEXT_PARALLEL, layer.context().bothMicros());
        addLayers(parts, Part.DATA_PARALLEL_EXPOSED, layer.gather().bothMicros());
        add(parts, Part.BACKWARD, times.accumulateMicros());
        if (isFirst) {
            addPasses(parts, ends.embedding());
            add(parts, Part.TENSOR_PARALLEL, ends.tensorMicros());
        }
        if (isLast) {
            addPasses(parts, ends.output());
            addPasses(parts, ends.loss());
            add(parts, Part.TENSOR_PARALLEL, ends.tensorMicros());
        }
        return parts;
    }

    private void addPasses(Breakdown.Builder parts, Passes passes) {
        add(parts, Part.FORWARD, passes.forwardMicros());
        add(parts, Part.BACKWARD, passes.backwardMicros());
    }

    private void addLayers(Breakdown.Builder parts, Part part, double micros) {
        add(parts, part, layerCount * micros);
    }

    private void add(Breakdown.Builder parts, Part part, double micros) {
        parts.add(part, work.microBatches() * micros);
    }
}

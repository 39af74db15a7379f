package org.stepcast.estimator.memory;

import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that memory needs to know of layers of one kind.
 *
 * @param kept for one layer and micro-batch, from the forward to the backward pass
 * @param running alive only while the layer's backward pass runs: what is computed again, and gradients
 */
record LayerMemory(LayerKind kind, LayerWeights weights, List<Tensor> kept, List<Tensor> running) {

    LayerMemory {
        kept = List.copyOf(kept);
        running = List.copyOf(running);
    }

    static LayerMemory of(Setting setting, LayerKind kind) {
        Checkpoints checkpoints = Checkpoints.of(setting, kind);
        List<Tensor> running = Stream.concat(
                        checkpoints.recomputed().stream(), BackwardTensors.of(setting, kind).stream())
                .toList();
        return new LayerMemory(kind, LayerWeights.of(setting, kind), checkpoints.kept(), running);
    }

    long keptBytes() {
        return kept.stream().mapToLong(Tensor::bytes).sum();
    }

    long runningBytes() {
        return running.stream().mapToLong(Tensor::bytes).sum();
    }

    /** What {@code layerCount} layer passes keep. */
    List<Tensor> kept(double layerCount) {
        return kept.stream()
                .map(tensor -> tensor.named(kind.name() + ": " + tensor.name()).times(layerCount))
                .toList();
    }
}

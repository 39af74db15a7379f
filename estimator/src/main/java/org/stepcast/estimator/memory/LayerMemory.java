package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.memory.Matrix.Owner;

/**
 * Everything that memory needs to know of layers of one kind.
 *
 * @param matrices of one layer
 * @param kept for one layer and micro-batch, from the forward to the backward pass
 * @param running alive only while the layer's backward pass runs: what is computed again, and gradients
 */
record LayerMemory(LayerKind kind, List<Matrix> matrices, List<Tensor> kept, List<Tensor> running) {

    LayerMemory {
        matrices = List.copyOf(matrices);
        kept = List.copyOf(kept);
        running = List.copyOf(running);
    }

    static LayerMemory of(Setting setting, LayerKind kind) {
        Checkpoints checkpoints = Checkpoints.of(setting, kind);
        List<Matrix> matrices = new ArrayList<>();
        setting.shape()
                .attention()
                .linears(setting.model().hiddenSize())
                .forEach(linear -> matrices.add(Matrix.of(linear, 1, Owner.DENSE)));
        matrices.addAll(kind.matrices(setting));
        return new LayerMemory(kind, matrices, checkpoints.kept(), BackwardTensors.of(setting, kind, checkpoints));
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

package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.stepcast.estimator.config.FeedForward;
import org.stepcast.estimator.memory.Checkpoints.Scope;
import org.stepcast.estimator.memory.LayerKind.Dense;
import org.stepcast.estimator.memory.LayerKind.Sparse;

/**
 * What is alive in one layer's backward pass beyond what was kept, less what has been freed by then, at its heaviest point.
 * A layer's backward pass goes through its operators in reverse; each frees what it kept when it is done.
 */
final class BackwardTensors {

    private final Setting setting;
    private final LayerKind kind;
    private final Checkpoints checkpoints;
    private final FeedForward mlp;
    private final int upCount;
    private final double mlpBytes;

    private BackwardTensors(Setting setting, LayerKind kind, Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
        this.setting = setting;
        this.kind = kind;
        this.mlp = switch (kind) {
            case Dense dense -> dense.mlp();
            case Sparse sparse -> sparse.expert();
        };
        this.upCount = mlp.activation().isGated() ? 2 : 1;
        this.mlpBytes = kind.activationCount(setting) * setting.elementBytes();
    }

    static List<Tensor> of(Setting setting, LayerKind kind, Checkpoints checkpoints) {
        BackwardTensors layer = new BackwardTensors(setting, kind, checkpoints);
        return layer.points()
                .max(Comparator.comparingLong(
                        tensors -> tensors.stream().mapToLong(Tensor::bytes).sum()))
                .orElseThrow();
    }

    private Stream<List<Tensor>> points() {
        return switch (kind) {
            case Dense dense -> Stream.of(secondMatrix(), activation(), firstMatrix(), scores());
            case Sparse sparse -> Stream.of(experts(sparse), activation(), scores());
        };
    }

    /**
     * In the second matrix of the experts: the combined gradient before and after it is sent to them, and the gradient of
     * their product.
     */
    private List<Tensor> experts(Sparse sparse) {
        double rows = sparse.rowCount() * setting.elementBytes();
        List<Tensor> tensors = residual();
        addGathered(tensors, "gathered gradient");
        tensors.add(tensor(
                "gradient of the experts' results, before and after all-to-all",
                2 * rows * setting.model().hiddenSize()));
        tensors.add(tensor("gradient of the experts' product", rows * mlp.size()));
        addWeightGradient(
                tensors, (double) upCount * mlp.size() * setting.model().hiddenSize());
        return tensors;
    }

    /** The gradient of the product, while the product itself is still needed for the weight gradient. */
    private List<Tensor> secondMatrix() {
        List<Tensor> tensors = residual();
        if (setting.hasDropout()) {
            tensors.add(tensor("gradient under the dropout mask", setting.residualBytes()));
        }
        addGathered(tensors, "gathered gradient");
        tensors.add(tensor("gradient of the MLP's product", mlpBytes));
        addWeightGradient(tensors, (double) mlp.size() * setting.model().hiddenSize());
        return tensors;
    }

    /** The gradient of gate and value; the product's gradient takes the place of the product, which has been freed. */
    private List<Tensor> activation() {
        List<Tensor> tensors = residual();
        tensors.add(tensor("gradients inside the MLP", upCount * mlpBytes));
        return tensors;
    }

    /** The gradient of the MLP's input; all that its activation had kept has been freed. */
    private List<Tensor> firstMatrix() {
        MemoryProfile profile = setting.profile();
        double kept = setting.isGated() ? profile.gatedCount() : profile.plainCount();
        double left = setting.gatheredBytes() - (kept - upCount) * mlpBytes;
        List<Tensor> tensors = residual();
        addGathered(tensors, "gathered input");
        tensors.add(tensor("gradients around the MLP's first matrix, less what has been freed", Math.max(0, left)));
        addWeightGradient(
                tensors, (double) upCount * mlp.size() * setting.model().hiddenSize());
        return tensors;
    }

    /** Unfused attention: one gradient of the scores, less what the MLP has freed. */
    private List<Tensor> scores() {
        List<Tensor> tensors = residual();
        if (checkpoints.scope() == Scope.ATTENTION_CORE) {
            tensors.addAll(checkpoints.recomputed());
        }
        if (setting.isUnfused()) {
            double scores = AttentionTensors.scoreCount(setting, AttentionSizes.of(setting)) * setting.elementBytes();
            double freed = setting.profile().plainCount() * mlpBytes
                    + setting.gatheredBytes() / setting.plan().tensorSize();
            tensors.add(tensor("gradient of the scores, less what the MLP has freed", Math.max(0, scores - freed)));
        }
        return tensors;
    }

    private List<Tensor> residual() {
        List<Tensor> tensors = new ArrayList<>();
        if (checkpoints.scope() == Scope.LAYER) {
            tensors.addAll(checkpoints.recomputed());
        }
        tensors.add(tensor("gradient of the residual stream", setting.residualBytes()));
        return tensors;
    }

    private void addGathered(List<Tensor> tensors, String name) {
        if (setting.dividesSequence() && !setting.has(Habit.GATHER_BUFFER)) {
            tensors.add(tensor(name, setting.gatheredBytes()));
        }
    }

    /** Where weights are gathered, a whole layer's gradients are counted elsewhere. */
    private void addWeightGradient(List<Tensor> tensors, double elementCount) {
        if (setting.has(Habit.WEIGHT_GRADIENT_TENSORS) && !setting.gathersWeights()) {
            tensors.add(tensor("weight gradient of one matrix", setting.elementBytes() * elementCount));
        }
    }

    private static Tensor tensor(String name, double bytes) {
        return Tensor.of(name, Part.BACKWARD, bytes);
    }
}

package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.List;

/** What is alive at the heaviest point of one layer's backward pass beyond what was kept, less what has been freed by then. */
final class BackwardTensors {

    private final Setting setting;
    private final LayerKind kind;
    private final List<Tensor> tensors = new ArrayList<>();

    private BackwardTensors(Setting setting, LayerKind kind) {
        this.setting = setting;
        this.kind = kind;
    }

    static List<Tensor> of(Setting setting, LayerKind kind) {
        BackwardTensors layer = new BackwardTensors(setting, kind);
        layer.add("gradient of the residual stream", setting.residualBytes());
        layer.addInnerGradients();
        if (setting.dividesSequence() && !setting.has(Habit.GATHER_BUFFER)) {
            layer.add("gathered gradient", setting.gatheredBytes());
        }
        if (setting.has(Habit.WEIGHT_GRADIENT_TENSORS) && !setting.gathersWeights()) {
            layer.add("weight gradient of one matrix", 2 * layer.upMatrixCount());
        }
        return layer.tensors;
    }

    /**
     * In the MLP: the gradient of gate and value, while the product's gradient takes the place of the product. In unfused
     * attention: one gradient of the scores, less what the MLP has freed. The two are never alive together.
     */
    private void addInnerGradients() {
        double mlp = setting.upCount() * setting.tokens() * widthOnRank() * setting.elementBytes();
        double scores = setting.isUnfused() ? scoreGradientBytes() : 0;
        if (scores > mlp) {
            add("gradient of the scores, less what the MLP has freed", scores);
        } else {
            add("gradients inside the MLP", mlp);
        }
    }

    private double scoreGradientBytes() {
        double scores = AttentionTensors.scoreCount(setting, AttentionSizes.of(setting)) * setting.elementBytes();
        double ratio = (double) kind.feedForwardWidth() / setting.model().hiddenSize();
        double freed = (1 + setting.profile().plainCount() * ratio) * setting.gatheredBytes();
        return scores - freed / setting.plan().tensorSize();
    }

    private double upMatrixCount() {
        return setting.upCount() * widthOnRank() * setting.model().hiddenSize();
    }

    private double widthOnRank() {
        return (double) kind.feedForwardWidth() / setting.plan().tensorSize();
    }

    private void add(String name, double bytes) {
        tensors.add(Tensor.of(name, Part.BACKWARD, bytes));
    }
}

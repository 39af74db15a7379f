package org.stepcast.estimator.model;

import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Architecture.Biases;
import org.stepcast.estimator.config.Architecture.Positions;

/**
 * Parameters that one rank of a pipeline stage holds.
 *
 * @param tensorCount tensors that they lie in
 * @param largestCount parameters of the largest tensor
 */
record StageParameters(long count, long tensorCount, long largestCount) {

    /** Nothing yet. */
    static final StageParameters EMPTY = new StageParameters(0, 0, 0);

    /** {@code layerCount} transformer layers. */
    static StageParameters layers(Architecture model, RankShape shape, long layerCount) {
        long hidden = model.hiddenSize();
        long heads = model.headSize() * shape.headCount();
        long queryKeyValue = heads + 2 * model.headSize() * shape.keyValueHeadCount();
        long up = (model.activation() == ActivationKind.SWIGLU ? 2 : 1) * shape.feedForwardSize();
        boolean attentionBias = model.biases() != Biases.NONE;
        boolean allBiases = model.biases() == Biases.ALL;
        StageParameters layer = EMPTY.plus(norm(model))
                .plus(norm(model))
                .plusMatrix(hidden, queryKeyValue, attentionBias)
                .plusMatrix(heads, hidden, allBiases)
                .plusMatrix(hidden, up, allBiases)
                .plusMatrix(shape.feedForwardSize(), hidden, allBiases);
        return new StageParameters(layerCount * layer.count, layerCount * layer.tensorCount, layer.largestCount);
    }

    /** What stands before the first layer. */
    static StageParameters embedding(Architecture model, RankShape shape) {
        StageParameters table = EMPTY.plusMatrix(shape.vocabularyShardSize(), model.hiddenSize(), false);
        return model.positions() == Positions.LEARNED
                ? table.plusMatrix(model.learnedPositionCount(), model.hiddenSize(), false)
                : table;
    }

    /** What stands after the last layer. */
    static StageParameters head(Architecture model, RankShape shape) {
        return norm(model).plusMatrix(model.hiddenSize(), shape.vocabularyShardSize(), false);
    }

    static StageParameters norm(Architecture model) {
        boolean hasBias = model.normalization() == NormalizationKind.LAYER_NORM;
        long tensors = hasBias ? 2 : 1;
        return new StageParameters(tensors * model.hiddenSize(), tensors, model.hiddenSize());
    }

    StageParameters plus(StageParameters other) {
        return new StageParameters(
                count + other.count, tensorCount + other.tensorCount, Math.max(largestCount, other.largestCount));
    }

    private StageParameters plusMatrix(long inputs, long outputs, boolean hasBias) {
        long matrix = inputs * outputs;
        return plus(new StageParameters(matrix + (hasBias ? outputs : 0), hasBias ? 2 : 1, matrix));
    }
}

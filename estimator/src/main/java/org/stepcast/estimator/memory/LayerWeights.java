package org.stepcast.estimator.memory;

import java.util.List;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.memory.Matrix.Owner;

/**
 * Parameters of one layer on one rank.
 *
 * @param vectorCount elements of norms and biases
 */
record LayerWeights(List<Matrix> matrices, long vectorCount) {

    LayerWeights {
        matrices = List.copyOf(matrices);
    }

    static LayerWeights of(Setting setting, LayerKind kind) {
        Architecture model = setting.model();
        long ways = setting.plan().tensorSize();
        long hidden = model.hiddenSize();
        long heads = model.headCount() / ways * model.headSize();
        long keys = Math.max(1, model.keyValueHeadCount() / ways) * model.headSize();
        long up = setting.upCount() * kind.feedForwardWidth() / ways;
        List<Matrix> matrices = List.of(
                dense(hidden, heads + 2 * keys),
                dense(heads, hidden),
                dense(hidden, up),
                dense(kind.feedForwardWidth() / ways, hidden));
        long biases = switch (model.biases()) {
            case NONE -> 0;
            case QUERY_KEY_VALUE -> heads + 2 * keys;
            case ATTENTION -> heads + 2 * keys + hidden;
            case ALL, ALL_AND_OUTPUT_LAYER -> heads + 2 * keys + hidden + up + hidden;
        };
        return new LayerWeights(matrices, 2 * normCount(model) + biases);
    }

    private static Matrix dense(long inputs, long outputs) {
        return new Matrix(inputs, outputs, 1, Owner.DENSE);
    }

    /** Elements of one norm. */
    static long normCount(Architecture model) {
        return model.normalization().tensorCount() * model.hiddenSize();
    }

    /** Parameters that {@code owner} shares. */
    long count(Owner owner) {
        long matrixCount = matrices.stream()
                .filter(matrix -> matrix.owner() == owner)
                .mapToLong(matrix -> matrix.count() * matrix.elementCount())
                .sum();
        return owner == Owner.DENSE ? matrixCount + vectorCount : matrixCount;
    }

    long count() {
        return count(Owner.DENSE) + count(Owner.EXPERT);
    }
}

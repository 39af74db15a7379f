package org.stepcast.estimator.model;

import java.util.List;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Biases;
import org.stepcast.estimator.config.Linear;

/**
 * Parameters that one rank holds.
 *
 * @param count of them
 * @param tensorCount tensors that they lie in
 * @param largestTensorParameterCount parameters of the largest of those
 */
public record ParameterCounts(long count, long tensorCount, long largestTensorParameterCount) {

    /** None. */
    public static final ParameterCounts NONE = new ParameterCounts(0, 0, 0);

    /** Linear layers, with their biases. */
    static ParameterCounts of(List<Linear> linears, Biases biases) {
        ParameterCounts counts = NONE;
        for (Linear linear : linears) {
            long tensors = biases.cover(linear.role()) ? 2 : 1;
            counts = counts.plus(new ParameterCounts(linear.parameterCount(biases), tensors, linear.matrixCount()));
        }
        return counts;
    }

    /** A matrix without a bias. */
    static ParameterCounts matrix(long inputCount, long outputCount) {
        return vector(inputCount * outputCount);
    }

    /** One tensor of {@code count} parameters. */
    static ParameterCounts vector(long count) {
        return new ParameterCounts(count, 1, count);
    }

    /** {@code normCount} norms over the hidden features. */
    static ParameterCounts norms(Architecture model, long normCount) {
        return vector(model.hiddenSize())
                .times(normCount * model.normalization().tensorCount());
    }

    /** Both together. */
    public ParameterCounts plus(ParameterCounts other) {
        return new ParameterCounts(
                count + other.count,
                tensorCount + other.tensorCount,
                Math.max(largestTensorParameterCount, other.largestTensorParameterCount));
    }

    /** So many of the same. */
    public ParameterCounts times(long factor) {
        return factor == 0
                ? NONE
                : new ParameterCounts(factor * count, factor * tensorCount, largestTensorParameterCount);
    }
}

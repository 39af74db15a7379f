package org.stepcast.estimator.model;

import java.util.List;

/**
 * What one rank of one pipeline stage does.
 *
 * @param layerCount transformer layers of the stage
 * @param operators run for every micro-batch
 * @param tensorCollectives run for every micro-batch
 * @param parameterCount parameters that the rank holds
 * @param tensorCount tensors that they lie in
 * @param largestTensorParameterCount parameters of the largest of them
 */
public record StageWork(
        long layerCount,
        List<OperatorUse> operators,
        List<CollectiveUse> tensorCollectives,
        long parameterCount,
        long tensorCount,
        long largestTensorParameterCount) {

    public StageWork {
        operators = List.copyOf(operators);
        tensorCollectives = List.copyOf(tensorCollectives);
    }
}

package org.stepcast.estimator.config;

import java.util.List;
import org.stepcast.core.dataset.PublishedOperator;

/**
 * The fields of the published form that its own composition formula needs.
 *
 * @param operators timed once for each layer
 * @param layerNorm the norm before the output layer
 * @param bucketElementCount elements of one data-parallel collective
 * @param forwardSyncCount tensor-parallel all-reduces of one layer's forward pass
 * @param deviceCountPerNode devices that the job uses on each node
 */
public record PublishedJob(
        String gpuName,
        List<PublishedOperator> operators,
        List<PublishedOperator> layerOperators,
        PublishedOperator layerNorm,
        long bucketElementCount,
        long forwardSyncCount,
        long backwardSyncCount,
        long deviceCountPerNode) {

    public PublishedJob {
        operators = List.copyOf(operators);
        layerOperators = List.copyOf(layerOperators);
    }
}

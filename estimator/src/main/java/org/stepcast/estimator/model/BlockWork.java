package org.stepcast.estimator.model;

import java.util.List;

/**
 * Equal parts of the model that follow each other on one rank.
 *
 * @param count how many
 * @param operators of one of them, run for every micro-batch
 * @param collectives of one of them, run for every micro-batch
 * @param denseParameters of one of them: every data-parallel and context-parallel rank holds the same
 * @param expertParameters of one of them: every expert-data-parallel rank holds the same
 */
public record BlockWork(
        Kind kind,
        long count,
        List<OperatorUse> operators,
        List<CollectiveUse> collectives,
        ParameterCounts denseParameters,
        ParameterCounts expertParameters) {

    /** A part of the model. */
    public enum Kind {
        EMBEDDING,
        DENSE_LAYER,
        EXPERT_LAYER,
        /** The last norm, the output layer and the loss. */
        OUTPUT_LAYER;

        public boolean isLayer() {
            return this == DENSE_LAYER || this == EXPERT_LAYER;
        }
    }

    public BlockWork {
        operators = List.copyOf(operators);
        collectives = List.copyOf(collectives);
    }

    BlockWork withCount(long other) {
        return new BlockWork(kind, other, operators, collectives, denseParameters, expertParameters);
    }

    long layerCount() {
        return kind.isLayer() ? count : 0;
    }
}

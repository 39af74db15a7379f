package org.stepcast.estimator.search;

import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;

/** What the devices are divided by; tensor, pipeline, context and data sizes multiply to their number. */
record Layout(
        long tensorSize,
        SequenceParallel sequenceParallel,
        long pipelineSize,
        long contextSize,
        ContextExchange exchange,
        long dataSize,
        long expertSize,
        long expertTensorSize) {

    /** Ranks of one pipeline stage. */
    long stageRankCount() {
        return tensorSize * contextSize * dataSize;
    }

    /** Ranks that hold the same parameters. */
    long replicaCount() {
        return dataSize * contextSize;
    }
}

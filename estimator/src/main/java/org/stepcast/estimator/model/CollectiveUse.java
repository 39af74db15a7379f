package org.stepcast.estimator.model;

import org.stepcast.core.operator.Collective;

/**
 * A collective in the critical path of a stage, with its number of runs for one micro-batch.
 *
 * @param name its place in the model: {@code expert parallel dispatch}
 */
public record CollectiveUse(
        String name,
        Purpose purpose,
        Collective collective,
        long forwardCount,
        long backwardCount,
        long recomputeCount) {

    /** Which way of dividing a layer needs it. */
    public enum Purpose {
        TENSOR,
        CONTEXT,
        EXPERT
    }

    /** So many of the same. */
    CollectiveUse times(long factor) {
        return new CollectiveUse(
                name, purpose, collective, factor * forwardCount, factor * backwardCount, factor * recomputeCount);
    }

    boolean isLike(CollectiveUse other) {
        return name.equals(other.name) && collective.equals(other.collective);
    }

    CollectiveUse plus(CollectiveUse other) {
        return new CollectiveUse(
                name,
                purpose,
                collective,
                forwardCount + other.forwardCount,
                backwardCount + other.backwardCount,
                recomputeCount + other.recomputeCount);
    }
}

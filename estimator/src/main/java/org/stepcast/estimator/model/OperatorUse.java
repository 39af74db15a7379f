package org.stepcast.estimator.model;

import org.stepcast.core.operator.Operator;

/**
 * An operator that runs for every micro-batch.
 *
 * @param name its place in the model: {@code attention core}, {@code mlp up}
 * @param count how often one pass of one micro-batch runs it
 * @param recomputeCount how often the backward pass runs its forward pass again
 */
public record OperatorUse(String name, Operator operator, long count, long recomputeCount) {

    /** So many of the same. */
    OperatorUse times(long factor) {
        return new OperatorUse(name, operator, factor * count, factor * recomputeCount);
    }

    boolean isLike(OperatorUse other) {
        return name.equals(other.name) && operator.equals(other.operator);
    }

    OperatorUse plus(OperatorUse other) {
        return new OperatorUse(name, operator, count + other.count, recomputeCount + other.recomputeCount);
    }
}

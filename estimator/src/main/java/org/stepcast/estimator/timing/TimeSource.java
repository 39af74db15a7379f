package org.stepcast.estimator.timing;

import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/** Predicts how long operators and collectives take on one cluster. */
public interface TimeSource {

    /**
     * The time of {@code pass} of {@code operator} in {@code precision}.
     *
     * @throws org.stepcast.core.error.NotCoveredException if nothing that we know of the cluster covers it
     */
    OperatorTime time(Operator operator, Pass pass, Precision precision);
}

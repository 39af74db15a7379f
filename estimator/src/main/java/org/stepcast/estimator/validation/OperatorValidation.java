package org.stepcast.estimator.validation;

import java.util.List;
import org.stepcast.estimator.fit.RejectedRow;
import org.stepcast.estimator.fit.UnusableTarget;

/**
 * How well a cluster's operator times are predicted. Rows that cleaning rejects are not tested on.
 *
 * @param seed of the held-out shapes
 * @param operators in the order of the dataset, each table followed by its slices
 */
public record OperatorValidation(
        String clusterName,
        HoldOut holdOut,
        long seed,
        List<OperatorAccuracy> operators,
        List<UnusableTarget> unusable,
        List<RejectedRow> rejected) {

    public OperatorValidation {
        operators = List.copyOf(operators);
        unusable = List.copyOf(unusable);
        rejected = List.copyOf(rejected);
    }

    /** Median over tables of the mean absolute relative error, as a fraction. */
    public double medianMape() {
        double[] errors = operators.stream()
                .filter(OperatorAccuracy::isWholeTable)
                .mapToDouble(operator -> operator.errors().mape())
                .sorted()
                .toArray();
        int middle = errors.length / 2;
        return errors.length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
    }
}

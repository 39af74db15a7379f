package org.stepcast.estimator.validation;

import java.util.Map;
import java.util.TreeMap;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.fit.SampleErrors;

/**
 * How well one table of samples is predicted, or the part of it that {@code slice} names.
 *
 * @param name what the table samples, in its own words
 * @param slice which rows, such as {@code m >= 256}; empty for all
 * @param origins rows by the origin of their prediction
 */
public record OperatorAccuracy(
        String name, String slice, Precision precision, Pass pass, SampleErrors errors, Map<Origin, Integer> origins) {

    public OperatorAccuracy {
        origins = new TreeMap<>(origins);
    }

    public boolean isWholeTable() {
        return slice.isEmpty();
    }
}

package org.stepcast.estimator.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.estimator.validation.OperatorAccuracy;
import org.stepcast.estimator.validation.OperatorValidation;

/**
 * The JSON of {@code stepcast validate operators}; names of components are its keys, errors are fractions.
 *
 * @param holdOut what the regressors had not seen: none, shapes or device
 */
public record ValidationDocument(
        String cluster,
        String holdOut,
        long seed,
        Totals totals,
        List<Operator> operators,
        List<FitDocument.Unusable> unusable,
        int rejectedRows,
        List<String> faults) {

    /** Over all tables. */
    public record Totals(int targets, double medianMape) {}

    /** One operator and pass, or the part of its rows that {@code slice} names. */
    public record Operator(
            String name,
            String slice,
            String precision,
            String pass,
            String split,
            int rows,
            double mape,
            double medianApe,
            double p95Ape,
            Map<String, Integer> origins) {

        static Operator of(OperatorAccuracy accuracy, String split) {
            Map<String, Integer> origins = new TreeMap<>();
            accuracy.origins().forEach((origin, rows) -> origins.put(origin.name(), rows));
            return new Operator(
                    accuracy.name(),
                    accuracy.slice(),
                    accuracy.precision().label(),
                    accuracy.pass().label(),
                    split,
                    accuracy.errors().rowCount(),
                    accuracy.errors().mape(),
                    accuracy.errors().medianApe(),
                    accuracy.errors().p95Ape(),
                    origins);
        }
    }

    /** The document of a validation. */
    public static ValidationDocument of(OperatorValidation validation, List<String> faults) {
        String split = validation.holdOut().label();
        int tables = (int) validation.operators().stream()
                .filter(OperatorAccuracy::isWholeTable)
                .count();
        return new ValidationDocument(
                validation.clusterName(),
                split,
                validation.seed(),
                new Totals(tables, validation.medianMape()),
                validation.operators().stream()
                        .map(operator -> Operator.of(operator, split))
                        .toList(),
                validation.unusable().stream().map(FitDocument.Unusable::of).toList(),
                validation.rejected().size(),
                faults);
    }
}

package org.stepcast.estimator.validation;

import java.util.Arrays;
import java.util.List;

/**
 * How predictions of runs compare with measurements.
 *
 * @param rowCount of the table
 * @param supportedCount rows that were predicted
 * @param comparedCount predicted rows with a measured time; the errors are over these
 * @param within10Fraction share of errors of at most 10 %
 * @param coverageFraction share of measured times between p10 and p90
 */
public record RunAccuracy(
        int rowCount,
        int supportedCount,
        int comparedCount,
        double mape,
        double medianApe,
        double biasFraction,
        double within10Fraction,
        double coverageFraction,
        MemoryAccuracy memory) {

    private static final double NEAR = 0.10;

    static RunAccuracy of(List<RunPrediction> rows) {
        List<RunPrediction> compared =
                rows.stream().filter(row -> row.errorFraction().isPresent()).toList();
        double[] errors = compared.stream()
                .mapToDouble(row -> row.errorFraction().orElseThrow())
                .toArray();
        double[] sizes = Arrays.stream(errors).map(Math::abs).sorted().toArray();
        int count = sizes.length;
        return new RunAccuracy(
                rows.size(),
                (int) rows.stream().filter(row -> row.predicted().isPresent()).count(),
                count,
                mean(sizes),
                count == 0 ? 0 : (sizes[(count - 1) / 2] + sizes[count / 2]) / 2,
                mean(errors),
                mean(Arrays.stream(sizes).map(size -> size <= NEAR ? 1 : 0).toArray()),
                mean(compared.stream()
                        .mapToDouble(row -> row.isCovered() ? 1 : 0)
                        .toArray()),
                MemoryAccuracy.of(rows));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }
}

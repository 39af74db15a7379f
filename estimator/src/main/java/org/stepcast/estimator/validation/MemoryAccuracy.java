package org.stepcast.estimator.validation;

import java.util.List;

/** Errors of peak memory over the rows that tell it. */
public record MemoryAccuracy(int rowCount, double mape) {

    static MemoryAccuracy of(List<RunPrediction> rows) {
        double[] errors = rows.stream()
                .filter(row -> row.memoryErrorFraction().isPresent())
                .mapToDouble(row -> Math.abs(row.memoryErrorFraction().orElseThrow()))
                .toArray();
        double sum = 0;
        for (double error : errors) {
            sum += error;
        }
        return new MemoryAccuracy(errors.length, errors.length == 0 ? 0 : sum / errors.length);
    }
}

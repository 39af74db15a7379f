package org.stepcast.estimator.validation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.stepcast.estimator.memory.MemoryBasis;

/**
 * Errors of peak memory.
 *
 * @param rowCount rows that tell their peak
 * @param byBasis the same by what they count
 * @param estimatedCount rows whose peak was predicted, told or not
 * @param refusedCount of these, rows that would have been called impossible although they ran
 * @param largestOutOfMemoryFraction the highest predicted probability of running out of memory
 */
public record MemoryAccuracy(
        int rowCount,
        double mape,
        Map<MemoryBasis, Basis> byBasis,
        int estimatedCount,
        int refusedCount,
        double largestOutOfMemoryFraction) {

    /** Rows that count the same. */
    public record Basis(int rowCount, double mape) {}

    public MemoryAccuracy {
        byBasis = Collections.unmodifiableMap(new TreeMap<>(byBasis));
    }

    static MemoryAccuracy of(List<RunPrediction> rows) {
        List<MemoryComparison> all = rows.stream()
                .map(RunPrediction::memory)
                .flatMap(Optional::stream)
                .toList();
        List<MemoryComparison> told =
                all.stream().filter(row -> row.errorFraction().isPresent()).toList();
        Map<MemoryBasis, Basis> byBasis = new EnumMap<>(MemoryBasis.class);
        for (MemoryBasis basis : MemoryBasis.values()) {
            List<MemoryComparison> same =
                    told.stream().filter(row -> row.basis() == basis).toList();
            if (!same.isEmpty()) {
                byBasis.put(basis, new Basis(same.size(), mape(same)));
            }
        }
        return new MemoryAccuracy(
                told.size(),
                mape(told),
                byBasis,
                all.size(),
                (int) all.stream().filter(row -> !row.fits()).count(),
                all.stream()
                        .mapToDouble(MemoryComparison::outOfMemoryFraction)
                        .max()
                        .orElse(0));
    }

    private static double mape(List<MemoryComparison> rows) {
        return rows.stream()
                .mapToDouble(row -> Math.abs(row.errorFraction().orElseThrow()))
                .average()
                .orElse(0);
    }
}

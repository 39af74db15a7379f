package org.stepcast.estimator.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.estimator.memory.MemoryBasis;

/**
 * How far predicted peaks lie from the measured ones of one profile, as root mean squares of ln(predicted / measured).
 *
 * @param profile that predicts them
 * @param basis what they count
 * @param rowCount with a measured peak
 * @param peakCount of these, distinct ones
 * @param errorFraction over distinct peaks
 * @param unseenErrorFraction the same with what would have been assumed without these peaks
 */
public record PeakSpread(
        String profile,
        MemoryBasis basis,
        int rowCount,
        int peakCount,
        double errorFraction,
        double unseenErrorFraction) {

    /** Profiles in alphabetical order. */
    public static List<PeakSpread> of(List<RunPrediction> rows) {
        Map<String, List<MemoryComparison>> byProfile = new TreeMap<>();
        rows.stream()
                .flatMap(row -> row.memory().stream())
                .filter(row -> row.measuredBytes().isPresent())
                .forEach(row -> byProfile
                        .computeIfAbsent(row.profile(), name -> new ArrayList<>())
                        .add(row));
        List<PeakSpread> spreads = new ArrayList<>();
        byProfile.forEach((profile, peaks) -> spreads.add(of(profile, peaks)));
        return spreads;
    }

    private static PeakSpread of(String profile, List<MemoryComparison> rows) {
        // Runs that differ in the number of micro-batches alone have the same peak and are one measurement.
        record Peak(double measuredBytes, double predictedBytes) {}
        Map<Peak, MemoryComparison> peaks = new LinkedHashMap<>();
        rows.forEach(row -> peaks.putIfAbsent(new Peak(row.measuredBytes().orElseThrow(), row.predictedBytes()), row));
        return new PeakSpread(
                profile,
                rows.getFirst().basis(),
                rows.size(),
                peaks.size(),
                rootMeanSquare(peaks.values().stream()
                        .mapToDouble(row -> row.logError().orElseThrow())
                        .toArray()),
                rootMeanSquare(peaks.values().stream()
                        .mapToDouble(row -> row.unseenLogError().orElseThrow())
                        .toArray()));
    }

    /** The spread of a framework without a measured peak: the error on each that has some, had they never been seen. */
    public static double unmeasuredFraction(List<PeakSpread> spreads) {
        return rootMeanSquare(
                spreads.stream().mapToDouble(PeakSpread::unseenErrorFraction).toArray());
    }

    /**
     * The spread where peaks were measured. What is not measured counts as one peak, so that few peaks tell little.
     *
     * @param unmeasuredFraction the spread without any
     */
    public double spreadFraction(double unmeasuredFraction) {
        double squares = peakCount * errorFraction * errorFraction + unmeasuredFraction * unmeasuredFraction;
        return Math.sqrt(squares / (peakCount + 1));
    }

    private static double rootMeanSquare(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return values.length == 0 ? 0 : Math.sqrt(sum / values.length);
    }
}

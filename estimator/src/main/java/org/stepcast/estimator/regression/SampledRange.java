package org.stepcast.estimator.regression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The least and the largest of each dimension among the rows that a regressor was fitted to.
 *
 * @param names of the dimensions, in the order of a point's
 */
public record SampledRange(List<String> names, List<Double> lows, List<Double> highs) {

    /** Dimensions this little beyond the range are still inside: they are computed, and rounding moves them. */
    private static final double TOLERANCE = 1e-9;

    public SampledRange {
        names = List.copyOf(names);
        lows = List.copyOf(lows);
        highs = List.copyOf(highs);
        if (names.size() != lows.size() || names.size() != highs.size()) {
            throw new IllegalArgumentException(
                    names.size() + " names, " + lows.size() + " lows, " + highs.size() + " highs");
        }
    }

    /** The range of the rows of {@code set}. */
    public static SampledRange of(List<String> names, TrainingSet set) {
        List<Double> lows = new ArrayList<>();
        List<Double> highs = new ArrayList<>();
        for (int dimension = 0; dimension < names.size(); dimension++) {
            double low = Double.POSITIVE_INFINITY;
            double high = 0;
            for (int row = 0; row < set.rowCount(); row++) {
                low = Math.min(low, set.point(row).dimension(dimension));
                high = Math.max(high, set.point(row).dimension(dimension));
            }
            lows.add(low);
            highs.add(high);
        }
        return new SampledRange(names, lows, highs);
    }

    public boolean contains(Point point) {
        return logExcess(point) <= TOLERANCE;
    }

    /** How far the farthest dimension lies outside: 0 inside, ln 2 for twice the largest or half the least. */
    public double logExcess(Point point) {
        double most = 0;
        for (int dimension = 0; dimension < names.size(); dimension++) {
            most = Math.max(most, logExcess(point, dimension));
        }
        return most;
    }

    /** The dimensions outside of the range, each as {@code m 65536 (sampled 1024 to 32768)}. */
    public List<String> outside(Point point) {
        List<String> outside = new ArrayList<>();
        for (int dimension = 0; dimension < names.size(); dimension++) {
            if (logExcess(point, dimension) > TOLERANCE) {
                outside.add(names.get(dimension) + " " + text(point.dimension(dimension)) + " (sampled "
                        + text(lows.get(dimension)) + " to " + text(highs.get(dimension)) + ")");
            }
        }
        return outside;
    }

    private double logExcess(Point point, int dimension) {
        double value = point.dimension(dimension);
        return Math.max(Math.log(value / highs.get(dimension)), Math.log(lows.get(dimension) / value));
    }

    private static String text(double value) {
        return value < 1e7 && value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}

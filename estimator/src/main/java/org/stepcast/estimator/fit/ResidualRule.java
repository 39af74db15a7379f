package org.stepcast.estimator.fit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.stepcast.core.dataset.Sample;
import org.stepcast.estimator.catalogue.RegressorKey;
import org.stepcast.estimator.regression.PhysicalBase;
import org.stepcast.estimator.regression.Quantiles;

/**
 * Gross outliers against a base that minimises absolute relative errors, and so is not drawn to them. The bound is coarse
 * and scales with how well the base fits rows of that kind at all: what is hard to predict keeps its hard rows.
 */
final class ResidualRule implements CleaningRule {

    private static final double LEAST_RATIO = 3;
    private static final double MOST_DEVIATIONS = 15;
    private static final int LEAST_ROW_COUNT = 30;

    @Override
    public void apply(DescribedTable table, Passes passes, Rejections rejections) {
        List<Integer> kept = rejections.kept();
        if (kept.size() < LEAST_ROW_COUNT) {
            return;
        }
        PhysicalBase base = Bases.fit(table, kept);
        double[] residuals = table.set().rows(kept).logResiduals(base);
        Map<RegressorKey, List<Integer>> byKind = IntStream.range(0, residuals.length)
                .boxed()
                .collect(Collectors.groupingBy(
                        index -> kind(table.sample(kept.get(index))), TreeMap::new, Collectors.toList()));
        for (List<Integer> indexes : byKind.values()) {
            rejectFar(table, indexes.stream().map(kept::get).toList(), of(residuals, indexes), rejections);
        }
    }

    /** Topologies of collectives differ in how steady they are. */
    private static RegressorKey kind(Sample sample) {
        return RegressorKey.of(sample.operator(), sample.pass(), sample.precision());
    }

    private static void rejectFar(DescribedTable table, List<Integer> rows, double[] residuals, Rejections rejections) {
        double centre = Quantiles.median(residuals);
        double deviation = Quantiles.median(Arrays.stream(residuals)
                .map(residual -> Math.abs(residual - centre))
                .toArray());
        double bound = Math.max(Math.log(LEAST_RATIO), MOST_DEVIATIONS * deviation);
        for (int index = 0; index < residuals.length; index++) {
            double distance = residuals[index] - centre;
            if (Math.abs(distance) > bound) {
                int row = rows.get(index);
                rejections.reject(
                        row,
                        "outlier",
                        String.format(
                                Locale.ROOT,
                                "%.1f us is %.3g times what the other rows promise; half of them are within %.1f %%",
                                table.sample(row).micros(),
                                Math.exp(distance),
                                100 * Math.expm1(deviation)));
            }
        }
    }

    private static double[] of(double[] values, List<Integer> indexes) {
        return indexes.stream().mapToDouble(index -> values[index]).toArray();
    }
}

package org.stepcast.estimator.fit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.stepcast.estimator.regression.PhysicalBase;
import org.stepcast.estimator.regression.Quantiles;

/**
 * Gross outliers against a base that minimises absolute relative errors, and so is not drawn to them. The bound is coarse
 * and scales with how well the base fits at all: a family that is hard to predict keeps its hard rows.
 */
final class ResidualRule implements CleaningRule {

    private static final double LEAST_RATIO = 1.7;
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
        double centre = Quantiles.median(residuals);
        double deviation = Quantiles.median(Arrays.stream(residuals)
                .map(residual -> Math.abs(residual - centre))
                .toArray());
        double bound = Math.max(Math.log(LEAST_RATIO), MOST_DEVIATIONS * deviation);
        for (int index = 0; index < residuals.length; index++) {
            double distance = residuals[index] - centre;
            if (Math.abs(distance) > bound) {
                int row = kept.get(index);
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
}

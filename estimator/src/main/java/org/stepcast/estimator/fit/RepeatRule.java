package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.stepcast.core.operator.Operator;
import org.stepcast.estimator.regression.Quantiles;

/** Of several measurements of one shape, one that is far from their median was disturbed. */
final class RepeatRule implements CleaningRule {

    private static final int LEAST_REPEAT_COUNT = 3;
    private static final double LARGEST_RATIO = 1.5;

    @Override
    public void apply(DescribedTable table, Passes passes, Rejections rejections) {
        Map<Operator, List<Integer>> rowsByShape = new LinkedHashMap<>();
        for (int row : rejections.kept()) {
            rowsByShape
                    .computeIfAbsent(table.sample(row).operator(), shape -> new ArrayList<>())
                    .add(row);
        }
        for (List<Integer> rows : rowsByShape.values()) {
            if (rows.size() >= LEAST_REPEAT_COUNT) {
                rejectFar(table, rows, rejections);
            }
        }
    }

    private static void rejectFar(DescribedTable table, List<Integer> rows, Rejections rejections) {
        double median = Quantiles.median(
                rows.stream().mapToDouble(row -> table.sample(row).micros()).toArray());
        for (int row : rows) {
            double ratio = table.sample(row).micros() / median;
            if (Math.max(ratio, 1 / ratio) > LARGEST_RATIO) {
                rejections.reject(
                        row,
                        "repeats",
                        String.format(
                                Locale.ROOT,
                                "%.1f us, but the median of %d measurements of this shape is %.1f us",
                                table.sample(row).micros(),
                                rows.size(),
                                median));
            }
        }
    }
}

package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.core.operator.Attention;

/**
 * Attention kernels are chosen by head size. Where many rows of one head size are faster than physics allows, the kernel
 * did other work than its name says (a window, a part of the keys), and its slower rows did too.
 */
final class HeadSizeRule implements CleaningRule {

    /** What rows rejected by this rule are listed under. */
    static final String NAME = "head size";

    private static final double MOST_IMPOSSIBLE_FRACTION = 0.1;

    @Override
    public void apply(DescribedTable table, Passes passes, Rejections rejections) {
        Map<Long, List<Integer>> rowsByHeadSize = new TreeMap<>();
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.sample(row).operator() instanceof Attention attention) {
                rowsByHeadSize
                        .computeIfAbsent(attention.headSize(), size -> new ArrayList<>())
                        .add(row);
            }
        }
        rowsByHeadSize.forEach((headSize, rows) -> {
            long impossible = rows.stream().filter(rejections::isRejected).count();
            if (impossible > MOST_IMPOSSIBLE_FRACTION * rows.size()) {
                String reason = String.format(
                        Locale.ROOT,
                        "%d of %d rows with head size %d are impossible, so its kernel did other work",
                        impossible,
                        rows.size(),
                        headSize);
                rows.forEach(row -> rejections.reject(row, NAME, reason));
            }
        });
    }
}

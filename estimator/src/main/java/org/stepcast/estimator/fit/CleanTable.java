package org.stepcast.estimator.fit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table after cleaning.
 *
 * @param kept the rows that stand
 * @param rowCount rows before cleaning
 */
record CleanTable(DescribedTable kept, int rowCount, List<RejectedRow> rejected) {

    /**
     * Where more than a fifth of the rows is rejected the way of measuring is at fault, not single measurements: the rows
     * that stand were measured the same way and are merely not caught. Sound sweeps lose a few per cent.
     */
    private static final double MOST_REJECTED_FRACTION = 0.2;

    private static final int LEAST_ROW_COUNT = 20;

    CleanTable {
        rejected = List.copyOf(rejected);
    }

    /** A head size that is rejected as a whole ran another kernel, and says nothing against the other rows. */
    boolean isCorrupt() {
        long single = rejected.stream()
                .filter(row -> !row.rule().equals(HeadSizeRule.NAME))
                .count();
        return single > MOST_REJECTED_FRACTION * rowCount;
    }

    boolean hasEnoughRows() {
        return kept.rowCount() >= LEAST_ROW_COUNT;
    }

    /** How many rows each rule rejected: {@code 133 physical limit, 48 outlier}. */
    String reasons() {
        Map<String, Long> counts = rejected.stream()
                .collect(Collectors.groupingBy(RejectedRow::rule, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%d %s", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }
}

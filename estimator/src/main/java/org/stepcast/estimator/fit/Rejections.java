package org.stepcast.estimator.fit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.stepcast.core.dataset.Sample;

/** The rows of one table that rules have rejected so far. The first rule that rejects a row gives the reason. */
final class Rejections {

    private final DescribedTable table;
    private final Map<Integer, RejectedRow> byRow = new TreeMap<>();

    Rejections(DescribedTable table) {
        this.table = table;
    }

    void reject(int row, String rule, String reason) {
        Sample sample = table.sample(row);
        byRow.putIfAbsent(row, new RejectedRow(sample.file(), sample.line(), sample.pass(), rule, reason));
    }

    boolean isRejected(int row) {
        return byRow.containsKey(row);
    }

    /** Indexes of the rows that stand. */
    List<Integer> kept() {
        return IntStream.range(0, table.rowCount())
                .filter(row -> !byRow.containsKey(row))
                .boxed()
                .toList();
    }

    /** In the order of the rows. */
    List<RejectedRow> rejected() {
        return List.copyOf(byRow.values());
    }
}

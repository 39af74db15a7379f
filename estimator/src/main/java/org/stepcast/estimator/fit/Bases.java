package org.stepcast.estimator.fit;

import java.util.List;
import org.stepcast.estimator.regression.BaseTrainer;
import org.stepcast.estimator.regression.PhysicalBase;

/** Physical bases of tables. */
final class Bases {

    private Bases() {}

    static PhysicalBase fit(DescribedTable table, List<Integer> rows) {
        return trainer(table.layout()).fit(table.set().rows(rows));
    }

    static BaseTrainer trainer(RowLayout layout) {
        return new BaseTrainer(layout.termNames(), layout.hostTermCount());
    }
}

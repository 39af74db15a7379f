package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.operator.Operator;
import org.stepcast.estimator.catalogue.CatalogueEntry;
import org.stepcast.estimator.catalogue.HeldOutErrors;
import org.stepcast.estimator.catalogue.RegressorKey;
import org.stepcast.estimator.regression.Point;
import org.stepcast.estimator.regression.Quantiles;
import org.stepcast.estimator.regression.TrainingSet;

/**
 * All sound rows of a cluster that one regressor predicts, from whatever tables: the linear layers of different names are
 * one family, and files of single topologies repeat rows of pooled files.
 */
record PooledTable(RegressorKey key, RowLayout layout, TrainingSet set) {

    private static final double LOW_QUANTILE = 0.1;
    private static final double HIGH_QUANTILE = 0.9;

    private record Measurement(Operator operator, double micros) {}

    private record PooledRow(DescribedTable table, int row) {}

    /** The pools of the tables of one cluster, in the order of their keys. */
    static List<PooledTable> of(List<DescribedTable> tables) {
        Map<RegressorKey, Map<Measurement, PooledRow>> rows = new TreeMap<>();
        for (DescribedTable table : tables) {
            for (int row = 0; row < table.rowCount(); row++) {
                Sample sample = table.sample(row);
                rows.computeIfAbsent(
                                RegressorKey.of(sample.operator(), sample.pass(), sample.precision()),
                                key -> new LinkedHashMap<>())
                        .putIfAbsent(new Measurement(sample.operator(), sample.micros()), new PooledRow(table, row));
            }
        }
        List<PooledTable> pools = new ArrayList<>();
        rows.forEach((key, distinct) -> pools.add(of(key, List.copyOf(distinct.values()))));
        return pools;
    }

    private static PooledTable of(RegressorKey key, List<PooledRow> rows) {
        List<Point> points =
                rows.stream().map(row -> row.table().set().point(row.row())).toList();
        double[] micros = rows.stream()
                .mapToDouble(row -> row.table().set().micros(row.row()))
                .toArray();
        double[] sizes = rows.stream()
                .mapToDouble(row -> row.table().set().size(row.row()))
                .toArray();
        return new PooledTable(key, rows.getFirst().table().layout(), new TrainingSet(points, micros, sizes));
    }

    CatalogueEntry fit(long seed) {
        FittedModel model = new ModelSelection(layout, set, seed).fit();
        double[] errors = model.heldOutLogErrors().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        double mape = 0;
        for (double error : errors) {
            mape += Math.abs(Math.expm1(-error)) / errors.length;
        }
        HeldOutErrors heldOut = new HeldOutErrors(
                mape, Math.exp(Quantiles.of(errors, LOW_QUANTILE)), Math.exp(Quantiles.of(errors, HIGH_QUANTILE)));
        return new CatalogueEntry(key, model.regressor(), model.range(), heldOut, set.rowCount());
    }
}

package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.hardware.Device;
import org.stepcast.estimator.feature.FeatureRow;
import org.stepcast.estimator.feature.FeatureSchema;
import org.stepcast.estimator.regression.Point;
import org.stepcast.estimator.regression.TrainingSet;

/**
 * A table as regressors see it.
 *
 * @param set one row for each sample, in the table's order
 */
record DescribedTable(SampleTable table, Device device, RowLayout layout, TrainingSet set) {

    /** Describes every sample of a table that is not empty. */
    static DescribedTable of(SampleTable table, Device device) {
        List<Point> points = new ArrayList<>();
        double[] micros = new double[table.samples().size()];
        double[] sizes = new double[micros.length];
        RowLayout layout = null;
        for (int row = 0; row < micros.length; row++) {
            Sample sample = table.samples().get(row);
            FeatureRow features = FeatureSchema.describe(sample.operator(), sample.pass(), sample.precision(), device);
            layout = layout == null ? RowLayout.of(features) : layout;
            points.add(new Point(features.termMicros(), features.featureValues(), features.dimensionValues()));
            micros[row] = sample.micros();
            sizes[row] = features.size();
        }
        if (layout == null) {
            throw new IllegalArgumentException(table.file() + " has no samples");
        }
        return new DescribedTable(table, device, layout, new TrainingSet(points, micros, sizes));
    }

    int rowCount() {
        return set.rowCount();
    }

    Sample sample(int row) {
        return table.samples().get(row);
    }

    /** The same table with only the rows at {@code indexes}. */
    DescribedTable rows(List<Integer> indexes) {
        SampleTable fewer =
                table.withSamples(indexes.stream().map(table.samples()::get).toList());
        return new DescribedTable(fewer, device, layout, set.rows(indexes));
    }
}

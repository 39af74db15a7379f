package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.stepcast.estimator.regression.Accuracy;
import org.stepcast.estimator.regression.CompiledTrees;
import org.stepcast.estimator.regression.ForestTrainer;
import org.stepcast.estimator.regression.Partition;
import org.stepcast.estimator.regression.TrainingSet;

/** The baseline: a forest on raw sizes that predicts raw microseconds, as the forerunner of this project does. */
final class PlainForest {

    private static final ForestTrainer TRAINER = new ForestTrainer(60, 1, 1, Integer.MAX_VALUE);

    /** Sizes that the forerunner's features do not have. */
    private static final List<String> DERIVED_DIMENSIONS = List.of("bytes", "flops");

    private PlainForest() {}

    static Accuracy accuracy(DescribedTable table, Partition partition, long seed) {
        double[][] sizes = rawSizes(table);
        TrainingSet set = table.set();
        double[][] trainRows = partition.train().stream().map(row -> sizes[row]).toArray(double[][]::new);
        double[] trainMicros =
                partition.train().stream().mapToDouble(set::micros).toArray();
        CompiledTrees forest = TRAINER.fit(trainRows, trainMicros, seed);
        return Accuracy.ofRatios(partition.test().stream()
                .mapToDouble(row -> forest.predict(sizes[row]) / set.micros(row))
                .toArray());
    }

    private static double[][] rawSizes(DescribedTable table) {
        List<Integer> columns = new ArrayList<>();
        List<String> names = table.layout().dimensionNames();
        IntStream.range(0, names.size())
                .filter(column -> !DERIVED_DIMENSIONS.contains(names.get(column)))
                .forEach(columns::add);
        return IntStream.range(0, table.rowCount())
                .mapToObj(row -> columns.stream()
                        .mapToDouble(column -> (float) table.set().point(row).dimension(column))
                        .toArray())
                .toArray(double[][]::new);
    }
}

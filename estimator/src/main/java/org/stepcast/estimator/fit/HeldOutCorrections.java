package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.regression.CompiledTrees;
import org.stepcast.estimator.regression.Partition;
import org.stepcast.estimator.regression.TrainingSet;

/**
 * What each candidate of a correction predicts for rows whose shapes its trees have not seen.
 *
 * @param rows indexes of those rows
 * @param corrections ln(time / base) as predicted: a list for each candidate, of one value for each of {@code rows}
 */
record HeldOutCorrections(List<Integer> rows, List<List<Double>> corrections) {

    private static final int FOLD_COUNT = 3;

    /** With more rows, one fold tells the candidates apart as well as all do. */
    private static final int MANY_ROWS = 1200;

    HeldOutCorrections {
        rows = List.copyOf(rows);
        corrections = corrections.stream().map(List::copyOf).toList();
    }

    /** Grows each candidate on {@code residuals} of two thirds of the shapes and asks it for the last third. */
    static HeldOutCorrections of(TrainingSet set, double[] residuals, long seed) {
        Groups groups = Groups.of(set);
        List<Integer> rows = new ArrayList<>();
        List<List<Double>> corrections = new ArrayList<>();
        for (int candidate = 0; candidate < Candidates.count(); candidate++) {
            corrections.add(new ArrayList<>());
        }
        int testedFoldCount = set.rowCount() > MANY_ROWS ? 1 : FOLD_COUNT;
        for (int fold = 0; fold < testedFoldCount; fold++) {
            Partition partition = groups.fold(fold, FOLD_COUNT, seed);
            if (partition.isUsable()) {
                rows.addAll(partition.test());
                for (int candidate = 0; candidate < corrections.size(); candidate++) {
                    CompiledTrees trees = Candidates.fit(candidate, set, partition.train(), residuals, seed);
                    for (int row : partition.test()) {
                        corrections.get(candidate).add(trees.predict(set.features(row)));
                    }
                }
            }
        }
        return new HeldOutCorrections(rows, corrections);
    }

    /** The same for rows of another set, all by trees grown on all rows of {@code set}; only those in {@code blend}. */
    static HeldOutCorrections ofOthers(
            TrainingSet set, double[] residuals, TrainingSet others, Blend blend, long seed) {
        List<Integer> rows = others.allRows();
        List<List<Double>> corrections = new ArrayList<>();
        for (int candidate = 0; candidate < Candidates.count(); candidate++) {
            if (blend.weights().get(candidate) > 0) {
                CompiledTrees trees = Candidates.fit(candidate, set, set.allRows(), residuals, seed);
                corrections.add(rows.stream()
                        .map(row -> trees.predict(others.features(row)))
                        .toList());
            } else {
                corrections.add(rows.stream().map(row -> 0.0).toList());
            }
        }
        return new HeldOutCorrections(rows, corrections);
    }

    /** The correction of row {@code index} of {@link #rows} when candidates are blended with {@code weights}. */
    double blended(List<Double> weights, int index) {
        double sum = 0;
        for (int candidate = 0; candidate < corrections.size(); candidate++) {
            sum += weights.get(candidate) * corrections.get(candidate).get(index);
        }
        return sum;
    }
}

package org.stepcast.estimator.fit;

import java.util.List;
import org.stepcast.estimator.regression.BoostedTrainer;
import org.stepcast.estimator.regression.CompiledTrees;
import org.stepcast.estimator.regression.ForestTrainer;
import org.stepcast.estimator.regression.TrainingSet;
import org.stepcast.estimator.regression.TreeTrainer;

/**
 * The corrections to choose from or blend: deep boosted trees for clean samples, shallow ones for noisy samples, and a
 * forest. Within wide bounds their parameters change errors by a tenth of a per cent.
 */
final class Candidates {

    private static final List<TreeTrainer> TRAINERS = List.of(
            new BoostedTrainer(150, 6, 0.1, 3, 1, 0.8, 256),
            new BoostedTrainer(100, 4, 0.08, 8, 3, 0.7, 256),
            new ForestTrainer(30, 2, 0.6, 1024));

    private Candidates() {}

    static int count() {
        return TRAINERS.size();
    }

    /** The trees of one candidate, grown on the residuals of {@code rows} of {@code set}. */
    static CompiledTrees fit(int candidate, TrainingSet set, List<Integer> rows, double[] residuals, long seed) {
        double[][] features = rows.stream().map(set::features).toArray(double[][]::new);
        double[] targets = rows.stream().mapToDouble(row -> residuals[row]).toArray();
        return TRAINERS.get(candidate).fit(features, targets, seed).rounded();
    }
}

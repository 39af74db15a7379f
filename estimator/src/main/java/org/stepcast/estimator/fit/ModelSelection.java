package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.regression.CompiledTrees;
import org.stepcast.estimator.regression.CorrectedBase;
import org.stepcast.estimator.regression.Partition;
import org.stepcast.estimator.regression.PhysicalBase;
import org.stepcast.estimator.regression.SampledRange;
import org.stepcast.estimator.regression.TrainingSet;
import org.stepcast.estimator.regression.WeightedTrees;

/**
 * Fits a base and its correction. The blend of corrections is the one that does best on shapes that its trees have not
 * seen; how much of it remains beyond the sampled range is what does best when fitting to small rows and testing on large
 * ones. The choice knows nothing of how the result will be tested.
 */
final class ModelSelection {

    private static final int FOLD_COUNT = 3;
    private static final double[] EDGE_FRACTIONS = {0, 0.25, 0.5, 0.75, 1};

    private final RowLayout layout;
    private final TrainingSet set;
    private final long seed;

    ModelSelection(RowLayout layout, TrainingSet set, long seed) {
        this.layout = layout;
        this.set = set;
        this.seed = seed;
    }

    FittedModel fit() {
        PhysicalBase base = Bases.trainer(layout).fit(set);
        SampledRange range = SampledRange.of(layout.dimensionNames(), set);
        double[] residuals = set.logResiduals(base);
        double[][] heldOut = heldOutCorrections(residuals);
        Blend blend = Blend.best(heldOut, residuals);
        List<Double> errors = new ArrayList<>();
        for (int row = 0; row < residuals.length; row++) {
            errors.add(residuals[row] - blend.correction(heldOut, row));
        }
        if (blend.isEmpty()) {
            return new FittedModel(base, range, errors);
        }
        CorrectedBase corrected =
                new CorrectedBase(base, grown(blend, residuals), largest(residuals), edgeFraction(base, blend), range);
        return new FittedModel(corrected, range, errors);
    }

    /** Predictions of each candidate for each row by trees that saw other shapes only: [candidate][row]. */
    private double[][] heldOutCorrections(double[] residuals) {
        Groups groups = Groups.of(set);
        double[][] corrections = new double[Candidates.count()][residuals.length];
        for (int fold = 0; fold < FOLD_COUNT; fold++) {
            Partition partition = groups.fold(fold, FOLD_COUNT, seed);
            if (partition.isUsable()) {
                for (int candidate = 0; candidate < corrections.length; candidate++) {
                    CompiledTrees trees = grow(candidate, partition.train(), residuals);
                    for (int row : partition.test()) {
                        corrections[candidate][row] = trees.predict(set.features(row));
                    }
                }
            }
        }
        return corrections;
    }

    private List<WeightedTrees> grown(Blend blend, double[] residuals) {
        List<Integer> all = Groups.single(set.rowCount()).groupOfRow();
        List<WeightedTrees> parts = new ArrayList<>();
        for (int candidate = 0; candidate < Candidates.count(); candidate++) {
            double weight = blend.weights().get(candidate);
            if (weight > 0) {
                parts.add(new WeightedTrees(weight, grow(candidate, all, residuals)));
            }
        }
        return parts;
    }

    private double edgeFraction(PhysicalBase base, Blend blend) {
        Partition partition = Partition.bySize(set.sizes());
        if (!partition.isUsable()) {
            return 0;
        }
        TrainingSet small = set.rows(partition.train());
        TrainingSet large = set.rows(partition.test());
        PhysicalBase smallBase = Bases.trainer(layout).fit(small, base.overlapExponent());
        ModelSelection inner = new ModelSelection(layout, small, seed);
        double[] smallResiduals = small.logResiduals(smallBase);
        double[] largeResiduals = large.logResiduals(smallBase);
        double[][] corrections = new double[Candidates.count()][largeResiduals.length];
        for (int candidate = 0; candidate < corrections.length; candidate++) {
            if (blend.weights().get(candidate) > 0) {
                List<Integer> all = Groups.single(small.rowCount()).groupOfRow();
                CompiledTrees trees = inner.grow(candidate, all, smallResiduals);
                for (int row = 0; row < largeResiduals.length; row++) {
                    corrections[candidate][row] = trees.predict(large.features(row));
                }
            }
        }
        return bestEdgeFraction(blend, corrections, largeResiduals);
    }

    private static double bestEdgeFraction(Blend blend, double[][] corrections, double[] residuals) {
        double best = 0;
        double bestError = Double.POSITIVE_INFINITY;
        for (double fraction : EDGE_FRACTIONS) {
            double error = blend.error(corrections, residuals, fraction);
            if (error < bestError) {
                best = fraction;
                bestError = error;
            }
        }
        return best;
    }

    private CompiledTrees grow(int candidate, List<Integer> rows, double[] residuals) {
        double[][] features = rows.stream().map(set::features).toArray(double[][]::new);
        double[] targets = rows.stream().mapToDouble(row -> residuals[row]).toArray();
        return Candidates.fit(candidate, features, targets, seed);
    }

    private static double largest(double[] residuals) {
        double largest = 0;
        for (double residual : residuals) {
            largest = Math.max(largest, Math.abs(residual));
        }
        return largest;
    }
}

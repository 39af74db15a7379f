package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        HeldOutCorrections heldOut = HeldOutCorrections.of(set, residuals, seed);
        Blend blend = Blend.best(heldOut, residuals);
        List<Double> errors = heldOutErrors(heldOut, blend, residuals);
        if (blend.isEmpty()) {
            return new FittedModel(base, range, errors);
        }
        CorrectedBase corrected =
                new CorrectedBase(base, grown(blend, residuals), largest(residuals), edgeFraction(base, blend), range);
        return new FittedModel(corrected, range, errors);
    }

    /** ln(time / prediction) of the held-out rows; of all rows against the base, if there was nothing to hold out. */
    private static List<Double> heldOutErrors(HeldOutCorrections heldOut, Blend blend, double[] residuals) {
        if (heldOut.rows().isEmpty()) {
            return Arrays.stream(residuals).boxed().toList();
        }
        List<Double> errors = new ArrayList<>();
        for (int index = 0; index < heldOut.rows().size(); index++) {
            errors.add(residuals[heldOut.rows().get(index)] - heldOut.blended(blend.weights(), index));
        }
        return errors;
    }

    private List<WeightedTrees> grown(Blend blend, double[] residuals) {
        List<WeightedTrees> parts = new ArrayList<>();
        for (int candidate = 0; candidate < Candidates.count(); candidate++) {
            double weight = blend.weights().get(candidate);
            if (weight > 0) {
                parts.add(new WeightedTrees(weight, Candidates.fit(candidate, set, set.allRows(), residuals, seed)));
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
        HeldOutCorrections beyond =
                HeldOutCorrections.ofOthers(small, small.logResiduals(smallBase), large, blend, seed);
        return bestEdgeFraction(blend, beyond, large.logResiduals(smallBase));
    }

    private static double bestEdgeFraction(Blend blend, HeldOutCorrections beyond, double[] residuals) {
        double best = 0;
        double bestError = Double.POSITIVE_INFINITY;
        for (double fraction : EDGE_FRACTIONS) {
            double error = blend.error(beyond, residuals, fraction);
            if (error < bestError) {
                best = fraction;
                bestError = error;
            }
        }
        return best;
    }

    private static double largest(double[] residuals) {
        return Arrays.stream(residuals).map(Math::abs).max().orElse(0);
    }
}

package org.stepcast.estimator.regression;

import java.util.Arrays;
import java.util.List;

/**
 * Fits physical bases. The overlap exponent, and how much more large rows weigh, are those with the smallest sum of the
 * error on the rows themselves and the error on the largest rows of a base fitted to the small ones.
 */
public final class BaseTrainer {

    private static final double[] OVERLAP_EXPONENTS = {1, 2, 4, 8};

    /** A row weighs as its size to this power. */
    private static final double[] SIZE_POWERS = {0, 0.5};

    private final List<String> termNames;
    private final int hostTermCount;

    /** @param termNames host terms first */
    public BaseTrainer(List<String> termNames, int hostTermCount) {
        this.termNames = List.copyOf(termNames);
        this.hostTermCount = hostTermCount;
    }

    /** The best base for {@code set}. */
    public PhysicalBase fit(TrainingSet set) {
        Partition inner = Partition.bySize(set.sizes());
        TrainingSet small = set.rows(inner.train());
        TrainingSet large = set.rows(inner.test());
        PhysicalBase best = null;
        double bestError = Double.POSITIVE_INFINITY;
        for (double sizePower : SIZE_POWERS) {
            PhysicalBase[] whole = bases(set, sizePower);
            PhysicalBase[] partial = bases(small, sizePower);
            for (int index = 0; index < whole.length; index++) {
                double beyond =
                        inner.isUsable() ? Accuracy.of(partial[index], large).mape() : 0;
                double error = Accuracy.of(whole[index], set).mape() + beyond;
                if (best == null || error < bestError) {
                    best = whole[index];
                    bestError = error;
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("no exponent was tried");
        }
        return best;
    }

    /** A base for {@code set} with a given overlap exponent, all rows alike. */
    public PhysicalBase fit(TrainingSet set, double overlapExponent) {
        PhysicalBase base = bases(set, 0)[0];
        if (overlapExponent == 1) {
            return base;
        }
        double[] weights = sizeWeights(set, 0);
        BaseProblem problem = new BaseProblem(set, hostTermCount, overlapExponent, weights);
        return base(problem.refine(values(base)), overlapExponent);
    }

    /** One base for each exponent, each found from the one before. */
    private PhysicalBase[] bases(TrainingSet set, double sizePower) {
        double[] weights = sizeWeights(set, sizePower);
        PhysicalBase[] bases = new PhysicalBase[OVERLAP_EXPONENTS.length];
        double[] coefficients = new double[0];
        for (int index = 0; index < bases.length; index++) {
            double exponent = OVERLAP_EXPONENTS[index];
            BaseProblem problem = new BaseProblem(set, hostTermCount, exponent, weights);
            coefficients = exponent == 1 ? problem.start() : problem.refine(coefficients);
            bases[index] = base(coefficients, exponent);
        }
        return bases;
    }

    private PhysicalBase base(double[] coefficients, double exponent) {
        return new PhysicalBase(
                termNames, hostTermCount, Arrays.stream(coefficients).boxed().toList(), exponent);
    }

    private static double[] values(PhysicalBase base) {
        return base.coefficients().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] sizeWeights(TrainingSet set, double power) {
        double largest = 0;
        for (int row = 0; row < set.rowCount(); row++) {
            largest = Math.max(largest, set.size(row));
        }
        double[] weights = new double[set.rowCount()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = Math.pow(set.size(row) / largest, power);
        }
        return weights;
    }
}

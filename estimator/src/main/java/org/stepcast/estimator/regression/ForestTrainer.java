package org.stepcast.estimator.regression;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.DoubleVector;
import smile.regression.RandomForest;

/**
 * A random forest by Smile, whose version 2.6 splits exactly.
 *
 * @param leafRowCount rows of a leaf at least
 * @param featureFraction share of the features that each split may choose from
 * @param leafCount leaves of a tree at most; bounds the size of a catalogue
 */
public record ForestTrainer(int treeCount, int leafRowCount, double featureFraction, int leafCount)
        implements TreeTrainer {

    private static final String TARGET = "target";
    private static final int DEPTH = 40;
    private static final double BOOTSTRAP = 1.0;

    @Override
    public CompiledTrees fit(double[][] featureRows, double[] targets, long seed) {
        return ForestModel.compile(grow(featureRows, targets, seed));
    }

    /** The library's own model. */
    RandomForest grow(double[][] featureRows, double[] targets, long seed) {
        int featureCount = featureRows[0].length;
        int tried = Math.clamp(Math.round(featureFraction * featureCount), 1, featureCount);
        return RandomForest.fit(
                Formula.lhs(TARGET),
                frame(featureRows, targets),
                treeCount,
                tried,
                DEPTH,
                leafCount,
                leafRowCount,
                BOOTSTRAP,
                LongStream.range(0, treeCount).map(tree -> seed * treeCount + tree + 1));
    }

    static DataFrame frame(double[][] featureRows, double[] targets) {
        String[] names = IntStream.range(0, featureRows[0].length)
                .mapToObj(feature -> "f" + feature)
                .toArray(String[]::new);
        return DataFrame.of(featureRows, names).merge(DoubleVector.of(TARGET, targets));
    }
}

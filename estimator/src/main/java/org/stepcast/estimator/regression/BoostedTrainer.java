package org.stepcast.estimator.regression;

import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Boosted trees by XGBoost, on one thread: with more, threads wait for each other longer than they work on data this
 * small.
 *
 * @param learningRate share of each tree that counts
 * @param leastChildWeight rows that a leaf needs
 * @param leafPenalty L2 penalty on leaf values
 * @param sampleFraction share of rows, and of features, that each tree sees
 */
public record BoostedTrainer(
        int roundCount,
        int depth,
        double learningRate,
        double leastChildWeight,
        double leafPenalty,
        double sampleFraction,
        int binCount)
        implements TreeTrainer {

    @Override
    public CompiledTrees fit(double[][] featureRows, double[] targets, long seed) {
        try {
            Booster booster = grow(featureRows, targets, seed);
            try {
                return BoosterModel.compile(booster.toByteArray("json"));
            } finally {
                booster.dispose();
            }
        } catch (XGBoostError failure) {
            throw new IllegalStateException("XGBoost failed on " + targets.length + " rows", failure);
        }
    }

    /** The library's own model; the caller disposes of it. */
    Booster grow(double[][] featureRows, double[] targets, long seed) throws XGBoostError {
        DMatrix matrix = matrix(featureRows);
        try {
            matrix.setLabel(singles(targets));
            return XGBoost.train(matrix, parameters(seed), roundCount, Map.of(), null, null);
        } finally {
            matrix.dispose();
        }
    }

    static DMatrix matrix(double[][] featureRows) throws XGBoostError {
        int columnCount = featureRows[0].length;
        float[] cells = new float[featureRows.length * columnCount];
        for (int row = 0; row < featureRows.length; row++) {
            for (int column = 0; column < columnCount; column++) {
                cells[row * columnCount + column] = (float) featureRows[row][column];
            }
        }
        return new DMatrix(cells, featureRows.length, columnCount, Float.NaN);
    }

    private Map<String, Object> parameters(long seed) {
        return Map.ofEntries(
                Map.entry("max_depth", depth),
                Map.entry("eta", learningRate),
                Map.entry("min_child_weight", leastChildWeight),
                Map.entry("lambda", leafPenalty),
                Map.entry("subsample", sampleFraction),
                Map.entry("colsample_bytree", sampleFraction),
                Map.entry("tree_method", "hist"),
                Map.entry("max_bin", binCount),
                Map.entry("base_score", 0.0),
                Map.entry("seed", seed),
                Map.entry("nthread", 1),
                Map.entry("verbosity", 0));
    }

    private static float[] singles(double[] values) {
        float[] singles = new float[values.length];
        for (int row = 0; row < values.length; row++) {
            singles[row] = (float) values[row];
        }
        return singles;
    }
}

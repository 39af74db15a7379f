package org.stepcast.estimator.regression;

/** Grows trees on rows of single-precision features. The same input and seed give the same trees. */
public sealed interface TreeTrainer permits BoostedTrainer, ForestTrainer {

    /** Trees for {@code targets}, one for each row of {@code featureRows}. */
    CompiledTrees fit(double[][] featureRows, double[] targets, long seed);
}

package org.stepcast.estimator.regression;

/** Predicts a time from a row. */
public sealed interface Regressor permits PhysicalBase, CorrectedBase {

    /** The predicted time. */
    double micros(Point point);
}

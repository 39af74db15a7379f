package org.stepcast.estimator.catalogue;

import java.util.List;
import org.stepcast.estimator.feature.FeatureRow;
import org.stepcast.estimator.regression.CorrectedBase;
import org.stepcast.estimator.regression.PhysicalBase;
import org.stepcast.estimator.regression.Point;
import org.stepcast.estimator.regression.Regressor;
import org.stepcast.estimator.regression.SampledRange;

/**
 * One fitted regressor and what is known of it.
 *
 * @param range of the rows that it was fitted to
 * @param rowCount how many they were
 */
public record CatalogueEntry(
        RegressorKey key, Regressor regressor, SampledRange range, HeldOutErrors heldOut, int rowCount) {

    /** The predicted time of the operator that {@code row} describes. */
    public double micros(FeatureRow row) {
        return regressor.micros(point(row));
    }

    /** The time by physics alone, with coefficients fitted to this cluster's samples. */
    public double baseMicros(FeatureRow row) {
        return base().micros(point(row));
    }

    /** Whether samples lie around the operator in every dimension; where not, its time is extrapolated. */
    public boolean covers(FeatureRow row) {
        return range.contains(point(row));
    }

    /** The dimensions that leave the sampled range, for people: {@code m 65536 (sampled 1024 to 32768)}. */
    public List<String> outside(FeatureRow row) {
        return range.outside(point(row));
    }

    /** How far the farthest dimension leaves the sampled range: 0 inside, ln 2 at twice the largest. */
    public double logExcess(FeatureRow row) {
        return range.logExcess(point(row));
    }

    /** The physical part of the regressor. */
    public PhysicalBase base() {
        return switch (regressor) {
            case PhysicalBase base -> base;
            case CorrectedBase corrected -> corrected.base();
        };
    }

    private static Point point(FeatureRow row) {
        return new Point(row.termMicros(), row.featureValues(), row.dimensionValues());
    }
}

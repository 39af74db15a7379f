package org.stepcast.estimator.fit;

import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.regression.Accuracy;

/**
 * How well rows held out of one table were predicted.
 *
 * @param name what the table samples, in its own words
 * @param rowCount rows after cleaning
 * @param ours base and correction
 * @param baseline a plain forest on raw times
 */
public record TargetAccuracy(
        String clusterName,
        String name,
        Precision precision,
        Pass pass,
        boolean isCollective,
        int rowCount,
        int rejectedCount,
        int testCount,
        Accuracy ours,
        Accuracy baseline) {

    static boolean isCollective(SampleTable table) {
        return table.samples().getFirst().operator() instanceof Collective;
    }
}

package org.stepcast.estimator.fit;

import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/**
 * A table that is left out of fits and figures: corrupt, or of a device that we do not know, or too short.
 *
 * @param reason for a person, with figures
 */
public record UnusableTarget(
        String file,
        String clusterName,
        String name,
        Precision precision,
        Pass pass,
        int rowCount,
        int rejectedCount,
        String reason) {}

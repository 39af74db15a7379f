package org.stepcast.estimator.timing;

import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;

/**
 * The predicted time of one pass of one operator on one rank.
 *
 * @param reason why the origin is what it is when it is not a sample or a regressor inside of its range; else empty
 */
public record OperatorTime(Interval micros, Origin origin, String reason) {}

package org.stepcast.estimator.config;

import java.util.OptionalDouble;

/**
 * How long a whole run is and what it costs.
 *
 * @param tokenCount tokens to train on
 * @param gpuHourDollars price of one device for one hour, where given
 */
public record RunLength(double tokenCount, OptionalDouble gpuHourDollars) {}

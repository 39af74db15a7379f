package org.stepcast.estimator.config;

/**
 * A correction from a measured step of a like job.
 *
 * @param factor measured time / predicted time
 * @param source what was measured, for the report
 */
public record Calibration(double factor, String source) {}

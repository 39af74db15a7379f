package org.stepcast.sampler.measure;

/**
 * What a device reaches.
 *
 * @param flopsPerSecond of matrix products
 * @param bytesPerSecond read and written by element-wise operators
 */
public record DeviceFigures(double flopsPerSecond, double bytesPerSecond) {}

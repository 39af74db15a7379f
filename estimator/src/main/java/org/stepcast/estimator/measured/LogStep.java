package org.stepcast.estimator.measured;

import java.util.OptionalDouble;

/**
 * A line of a log that tells a step's time, or the mean of several steps.
 *
 * @param line of the file, counted from 1
 * @param stepCount steps by then
 * @param value in the pace of the format
 * @param globalSize sequences of the step, where the line tells
 */
record LogStep(int line, long stepCount, double value, OptionalDouble globalSize) {}

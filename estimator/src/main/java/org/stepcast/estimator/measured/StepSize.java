package org.stepcast.estimator.measured;

/**
 * What one step trains on: logs that tell a rate leave it out.
 *
 * @param globalSize sequences of a step
 * @param sequenceTokens of one sequence
 */
public record StepSize(long globalSize, long sequenceTokens, long deviceCount) {}

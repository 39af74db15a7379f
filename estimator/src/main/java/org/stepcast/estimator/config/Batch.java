package org.stepcast.estimator.config;

/**
 * How many tokens one optimizer step sees.
 *
 * @param sequenceTokens tokens of one sequence
 * @param microSize sequences of one micro-batch on one replica
 * @param globalSize sequences of one optimizer step over all replicas
 */
public record Batch(long sequenceTokens, long microSize, long globalSize) {}

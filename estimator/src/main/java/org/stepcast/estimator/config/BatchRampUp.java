package org.stepcast.estimator.config;

/**
 * A global batch that grows in equal parts over the first sequences (Megatron-LM's {@code --rampup-batch-size}).
 *
 * @param startSize sequences of the first steps
 * @param incrementSize sequences that each stage adds
 * @param sampleCount sequences after which the batch has its full size
 */
public record BatchRampUp(long startSize, long incrementSize, long sampleCount) {}

package org.stepcast.sampler.bench;

import org.stepcast.sampler.backend.TrainingBackend.TrainingTask;

/**
 * What to train, and for how long.
 *
 * @param rankCount processes that train together, each with a batch of its own
 * @param peakFlopsPerSecond of one device, for the MFU
 */
public record BenchTask(
        TrainingTask training,
        Strategy strategy,
        int rankCount,
        int warmUpCount,
        int stepCount,
        double peakFlopsPerSecond) {}

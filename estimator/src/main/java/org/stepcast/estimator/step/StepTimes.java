package org.stepcast.estimator.step;

/**
 * Everything that a step is composed of.
 *
 * @param layer one layer, one micro-batch
 * @param accumulateMicros traffic of gradients and parameters of a stage, one micro-batch
 * @param blockingMicros one transfer, as far as it blocks a stage
 * @param transferMicros exposed transfers to other stages in the whole step
 * @param bubbleMicros waiting for other stages in the whole step
 * @param stragglerMicros waiting for the slowest of many ranks
 */
record StepTimes(
        LayerTimes layer,
        EndTimes ends,
        double accumulateMicros,
        double blockingMicros,
        double transferMicros,
        double bubbleMicros,
        StepEndTimes stepEnd,
        double stragglerMicros,
        double totalMicros) {}

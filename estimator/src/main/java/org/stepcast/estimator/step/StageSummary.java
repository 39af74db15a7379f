package org.stepcast.estimator.step;

/** One pipeline stage: its layers and its time for one micro-batch. */
public record StageSummary(long layerCount, double forwardMicros, double backwardMicros) {}

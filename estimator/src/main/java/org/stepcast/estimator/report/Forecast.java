package org.stepcast.estimator.report;

import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.step.StepEstimate;

/** The time and the memory of one job. */
public record Forecast(StepEstimate step, MemoryEstimate memory) {}

package org.stepcast.estimator.model;

import org.stepcast.core.operator.Collective;

/** A tensor-parallel collective in the critical path of a stage, with its number of runs for one micro-batch. */
public record CollectiveUse(
        String name, Collective collective, long forwardCount, long backwardCount, long recomputeCount) {}

package org.stepcast.estimator.memory;

import org.stepcast.estimator.config.ParallelPlan.Sharding;

/** What data-parallel ranks divide; each stage also divides what those before it do. */
enum ZeroStage {
    NOTHING,
    OPTIMIZER,
    GRADIENTS,
    PARAMETERS;

    static ZeroStage of(Sharding sharding) {
        return switch (sharding) {
            case NONE -> NOTHING;
            case ZERO1 -> OPTIMIZER;
            case ZERO2 -> GRADIENTS;
            case ZERO3, FSDP, HSDP -> PARAMETERS;
        };
    }

    boolean divides(ZeroStage other) {
        return compareTo(other) >= 0;
    }
}

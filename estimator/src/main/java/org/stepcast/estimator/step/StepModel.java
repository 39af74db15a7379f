package org.stepcast.estimator.step;

import java.util.List;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.timing.TimeSource;

/** Forecasts one optimizer step of a training job. */
public final class StepModel {

    private final TimeSource times;

    /** @param times of the cluster that the jobs run on */
    public StepModel(TimeSource times) {
        this.times = times;
    }

    /**
     * The forecast by {@code formula}.
     *
     * @throws org.stepcast.core.error.NotCoveredException if the plan or an operator of it is not covered
     */
    public StepEstimate estimate(TrainingConfig config, Formula formula) {
        return switch (formula) {
            case SIMULATED -> new SimulatedStep(config, times).estimate();
            case PUBLISHED -> new PublishedStep(config, times).estimate();
        };
    }

    /** The forecast by our own composition. */
    public StepEstimate estimate(TrainingConfig config) {
        return estimate(config, Formula.SIMULATED);
    }

    /** Statuses and reasons of a plan that {@link #estimate} would refuse; empty when it is covered. */
    public static List<String> uncovered(TrainingConfig config) {
        return Coverage.gaps(config);
    }
}

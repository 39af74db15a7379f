package org.stepcast.estimator.step;

import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.SampleSource;
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
            case SIMULATED ->
                isSampledAsAWhole(config)
                        ? new SimulatedStep(config, times).estimate()
                        : new ProfiledStep(config, times).estimate();
            case PUBLISHED -> new PublishedStep(config, times).estimate();
        };
    }

    /**
     * Whether the cluster's samples time what the framework itself runs, forward and backward. Those of GPT-NeoX were sampled
     * so (arXiv 2509.22832), and a plain loop of PyTorch's operators runs what our sampler times; other frameworks fuse and
     * overlap what samples of single operators do not tell.
     */
    static boolean isSampledAsAWhole(TrainingConfig config) {
        FrameworkName name = config.framework().name();
        boolean asSampled = (name == FrameworkName.GPT_NEOX || name == FrameworkName.PYTORCH)
                && !(config.samples() instanceof SampleSource.FiguresOnly);
        return config.published().isPresent()
                || (asSampled && Coverage.gaps(config).isEmpty());
    }

    /** The forecast by our own composition. */
    public StepEstimate estimate(TrainingConfig config) {
        return estimate(config, Formula.SIMULATED);
    }
}

package org.stepcast.estimator.run;

import java.util.List;
import java.util.Locale;
import org.stepcast.core.error.DoesNotFitException;
import org.stepcast.core.hardware.HourlyPrice;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.RunLength;
import org.stepcast.estimator.config.TrainingConfig;

/** Forecasts whole runs from the time of their steps. */
public final class RunModel {

    private static final double HARDLY_FRACTION = 0.01;

    private final RunDefaults defaults;

    public RunModel(RunDefaults defaults) {
        this.defaults = defaults;
    }

    /**
     * The run of {@code job} over {@code length}.
     *
     * @throws DoesNotFitException if failures leave less than 1 % of the time
     */
    public RunEstimate estimate(TrainingConfig job, RunLength length, Pace pace, HourlyPrice price) {
        List<BatchPhase> phases = BatchPhase.of(job, length);
        Conditions conditions = Conditions.of(job, length.conditions(), defaults);
        Goodput goodput = Goodput.of(conditions);
        checkProgress(job, goodput);
        Interval training = phases.stream()
                .map(phase ->
                        pace.stepSeconds(withBatch(job, phase.globalSize())).times(phase.stepCount()))
                .reduce(Interval.exactly(0), Interval::plus);
        return new RunEstimate(
                job,
                length,
                phases,
                pace.basis(),
                pace.stepSeconds(job),
                training,
                training.times(1 / goodput.usefulFraction()),
                TrainingWork.of(job, length.trainedTokens()),
                goodput,
                price,
                job.cluster().device().powerWatts() * conditions.powerFactor() * conditions.overheadFactor(),
                conditions.assumptions(),
                pace.reasons(job));
    }

    private static TrainingConfig withBatch(TrainingConfig job, long globalSize) {
        Batch full = job.batch();
        return job.withBatch(new Batch(full.sequenceTokens(), full.microSize(), globalSize));
    }

    private static void checkProgress(TrainingConfig job, Goodput goodput) {
        if (goodput.usefulFraction() < HARDLY_FRACTION) {
            throw new DoesNotFitException(String.format(
                    Locale.ROOT,
                    "%s: %d GPUs fail every %.0f s, and a restart takes %.0f s, so that less than 1 %% of the time would train.%n"
                            + "  Maybe lower run.failures_per_gpu_hour, run.restart or run.checkpoint_interval.",
                    job.source(),
                    job.deviceCount(),
                    goodput.failureSeconds(),
                    goodput.restartSeconds()));
        }
    }
}

package org.stepcast.estimator.run;

import java.util.List;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.step.StepEstimate;
import org.stepcast.estimator.step.StepModel;

/** How long the steps of a job take, and how that is known. */
public sealed interface Pace {

    /** The time of one step of {@code job}, whose batch may be a smaller one of the run. */
    Interval stepSeconds(TrainingConfig job);

    /** How the step time is known, for the report. */
    String basis();

    /** What is extrapolated, estimated or left out in it, one sentence each. */
    List<String> reasons(TrainingConfig job);

    /** As predicted. */
    record Forecast(StepModel model) implements Pace {

        @Override
        public Interval stepSeconds(TrainingConfig job) {
            return model.estimate(job).stepSeconds();
        }

        @Override
        public String basis() {
            return "forecast";
        }

        @Override
        public List<String> reasons(TrainingConfig job) {
            StepEstimate estimate = model.estimate(job);
            return estimate.reasons();
        }
    }

    /**
     * As measured with the full batch; a smaller one takes its share.
     *
     * @param globalSize sequences of the measured step
     */
    record Measured(double measuredSeconds, long globalSize) implements Pace {

        @Override
        public Interval stepSeconds(TrainingConfig job) {
            return Interval.exactly(measuredSeconds * job.batch().globalSize() / globalSize);
        }

        @Override
        public String basis() {
            return "measured";
        }

        @Override
        public List<String> reasons(TrainingConfig job) {
            return List.of();
        }
    }

    /**
     * As long as {@link TrainingWork#hardwareFlops} take at an assumed rate.
     *
     * @param deviceFlopsPerSecond what one device sustains
     */
    record Assumed(double deviceFlopsPerSecond) implements Pace {

        @Override
        public Interval stepSeconds(TrainingConfig job) {
            TrainingWork step = TrainingWork.ofStep(job);
            return Interval.exactly(step.hardwareFlops() / (deviceFlopsPerSecond * job.deviceCount()));
        }

        @Override
        public String basis() {
            return "assumed rate";
        }

        @Override
        public List<String> reasons(TrainingConfig job) {
            return List.of(
                    "Every step takes 6 FLOPs a parameter and token, 8 with full recomputation, at the assumed rate.");
        }
    }
}

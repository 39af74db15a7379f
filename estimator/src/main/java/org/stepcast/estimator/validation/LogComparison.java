package org.stepcast.estimator.validation;

import java.util.Optional;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.config.Calibration;
import org.stepcast.estimator.config.Calibrations;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.measured.MeasuredStep;
import org.stepcast.estimator.measured.PeakMemory;
import org.stepcast.estimator.measured.StepSize;
import org.stepcast.estimator.memory.MemoryBasis;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.step.StepEstimate;

/**
 * A run of one's own beside what is predicted for it.
 *
 * @param predicted without any calibration
 */
public record LogComparison(
        TrainingConfig config, MeasuredStep measured, StepEstimate predicted, MemoryEstimate memory) {

    private static final double LARGEST_FACTOR = 1.5;

    /** What a step of the job trains on. */
    public static StepSize stepSize(TrainingConfig config) {
        return new StepSize(config.batch().globalSize(), config.batch().sequenceTokens(), config.deviceCount());
    }

    /** Predicted by measured, less 1. */
    public double errorFraction() {
        return predicted.stepSeconds().p50() / measured.seconds().p50() - 1;
    }

    /** Whether the measured median lies in the predicted interval. */
    public boolean isInside() {
        Interval interval = predicted.stepSeconds();
        double median = measured.seconds().p50();
        return interval.p10() <= median && median <= interval.p90();
    }

    /** Whether so large an error can be the model's: a wrong configuration is likelier beyond. A choice of ours. */
    public boolean isPlausible() {
        double factor = calibration().calibration().factor();
        return factor < LARGEST_FACTOR && factor > 1 / LARGEST_FACTOR;
    }

    /** What makes the prediction the measured median, for jobs of the same framework on the same cluster. */
    public Calibrations.Entry calibration() {
        return new Calibrations.Entry(
                config.cluster().name(),
                config.framework().name().label(),
                new Calibration(
                        measured.seconds().p50() / predicted.stepSeconds().p50(),
                        measured.source() + "; " + config.model().name() + " on " + config.deviceCount() + " devices, "
                                + config.framework().name().label() + " of "
                                + config.framework().year()));
    }

    /** What was measured, for reports. */
    public String source() {
        return measured.source();
    }

    public Interval measuredSeconds() {
        return measured.seconds();
    }

    /** The peak that the log tells, beside the predicted one that counts the same. */
    public Optional<Peak> peak() {
        return measured.peak().map(peak -> {
            MemoryBasis basis = basis(peak);
            return new Peak(basis, peak.peakBytes(), memory.bytes(basis));
        });
    }

    /** A peak of device memory. */
    public record Peak(MemoryBasis basis, double measuredBytes, double predictedBytes) {

        /** Predicted by measured, less 1. */
        public double errorFraction() {
            return predictedBytes / measuredBytes - 1;
        }
    }

    private static MemoryBasis basis(PeakMemory peak) {
        return switch (peak.basis()) {
            case ALLOCATED -> MemoryBasis.ALLOCATED;
            case RESERVED -> MemoryBasis.RESERVED;
        };
    }
}

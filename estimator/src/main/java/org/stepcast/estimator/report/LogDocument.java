package org.stepcast.estimator.report;

import java.util.List;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.config.Calibrations;
import org.stepcast.estimator.validation.LogComparison;
import org.stepcast.estimator.validation.LogComparison.Peak;

/**
 * The JSON of {@code stepcast validate log}.
 *
 * @param source what was measured
 * @param errorFraction predicted / measured − 1
 * @param insideInterval whether the measured median lies between predicted p10 and p90
 * @param calibration what to give in the configuration of like jobs
 * @param memory the peak; empty where the log tells none
 */
public record LogDocument(
        String source,
        Interval measuredSeconds,
        Interval predictedSeconds,
        double errorFraction,
        boolean insideInterval,
        CalibrationDocument calibration,
        List<PeakDocument> memory) {

    /** One entry of a file of calibrations. */
    public record CalibrationDocument(String cluster, String framework, double factor, String source) {}

    /** The peak that the log tells. */
    public record PeakDocument(String basis, double measuredBytes, double predictedBytes, double errorFraction) {

        private static PeakDocument of(Peak peak) {
            return new PeakDocument(
                    peak.basis().label(), peak.measuredBytes(), peak.predictedBytes(), peak.errorFraction());
        }
    }

    /** The document of a comparison. */
    public static LogDocument of(LogComparison comparison) {
        Calibrations.Entry entry = comparison.calibration();
        return new LogDocument(
                comparison.source(),
                comparison.measuredSeconds(),
                comparison.predicted().stepSeconds(),
                comparison.errorFraction(),
                comparison.isInside(),
                new CalibrationDocument(
                        entry.cluster(),
                        entry.framework(),
                        entry.calibration().factor(),
                        entry.calibration().source()),
                comparison.peak().map(PeakDocument::of).stream().toList());
    }
}

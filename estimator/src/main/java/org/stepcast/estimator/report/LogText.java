package org.stepcast.estimator.report;

import java.util.Locale;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.config.Calibrations;
import org.stepcast.estimator.validation.LogComparison;
import org.stepcast.estimator.validation.LogComparison.Peak;

/** The table that {@code stepcast validate log} prints for people. */
public final class LogText {

    private static final double GIB = 1L << 30;

    private LogText() {}

    /** The table of a comparison, and what to put into configurations. */
    public static String of(LogComparison comparison) {
        StringBuilder text = new StringBuilder();
        line(text, "%s", comparison.source());
        line(text, "");
        line(text, "Measured       %s", seconds(comparison.measuredSeconds()));
        line(text, "Predicted      %s", seconds(comparison.predicted().stepSeconds()));
        line(
                text,
                "Error          %+.1f %%     predicted / measured - 1; the measured time lies %s p10 to p90",
                100 * comparison.errorFraction(),
                comparison.isInside() ? "inside" : "outside of");
        comparison.peak().ifPresent(peak -> line(text, "%s", memory(peak)));
        Calibrations.Entry entry = comparison.calibration();
        if (!comparison.isPlausible()) {
            line(text, "");
            line(text, "That is far off: is it the configuration of this run?");
        }
        line(text, "");
        line(text, "For jobs of %s on %s:", entry.framework(), entry.cluster());
        line(text, "calibration:");
        line(text, "  factor: %.4f", entry.calibration().factor());
        line(text, "  source: \"%s\"", entry.calibration().source().replace("\"", "'"));
        return text.toString();
    }

    private static String seconds(Interval interval) {
        return String.format(
                Locale.ROOT, "%.4f s   (p10 %.4f, p90 %.4f)", interval.p50(), interval.p10(), interval.p90());
    }

    private static String memory(Peak peak) {
        return String.format(
                Locale.ROOT,
                "Peak memory    %.2f GiB %s, predicted %.2f (%+.1f %%)",
                peak.measuredBytes() / GIB,
                peak.basis().label(),
                peak.predictedBytes() / GIB,
                100 * peak.errorFraction());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}

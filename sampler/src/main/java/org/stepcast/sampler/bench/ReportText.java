package org.stepcast.sampler.bench;

import java.util.Collections;
import java.util.Locale;
import java.util.StringJoiner;
import org.stepcast.sampler.backend.PreparedTraining.StepTimes;

/** The report as {@code report.txt}: the lines of the older tool first, under its names, then what it does not tell. */
public final class ReportText {

    private static final double GIGA = 1e9;
    private static final double TERA = 1e12;

    private ReportText() {}

    /** The text, one line for each figure. */
    public static String of(BenchReport report) {
        int ranks = report.task().rankCount();
        Lines lines = new Lines();
        lines.add("Model name", report.task().training().model().name())
                .add("Model size", report.parameterCount() / 1_000_000 + "M")
                .add("Strategy", report.task().strategy().label())
                .add("Batch size", report.task().training().batchCount())
                .add("Seq length", report.task().training().sequenceTokens())
                .add("Number gpus", ranks)
                .add("Device", report.device().name())
                .add("Peak CPU RAM", gigabytes(report.machinePeakBytes()) + " (machine)")
                .add("Peak CPU RAM of the process", gigabytes(report.processPeakBytes()))
                .add("Peak GPU RAM", String.join(",", Collections.nCopies(ranks, "0.0GB")))
                .add("Tokens/sec/GPU", number(report.tokensPerSecond()))
                .add("Tokens/sec/total", number(ranks * report.tokensPerSecond()))
                .add("TFLOP/sec/GPU", number(report.flopsPerSecond() / TERA) + " (forward and backward)")
                .add("TFLOP/sec/total", number(ranks * report.flopsPerSecond() / TERA) + " (forward and backward)")
                .add("TFLOP/sec/GPU of the forward pass alone", number(report.forwardFlopsPerSecond() / TERA))
                .add(
                        "MFU",
                        percent(report.mfuFraction()) + " of "
                                + number(report.task().peakFlopsPerSecond() / TERA) + " TFLOP/s")
                .add("Step time", spread(report))
                .add("Forward", seconds(report.medianSeconds(StepTimes::forwardMicros)))
                .add("Backward", seconds(report.medianSeconds(StepTimes::backwardMicros)))
                .add("Gradient exchange", seconds(report.medianSeconds(StepTimes::reduceMicros)))
                .add("Optimizer", seconds(report.medianSeconds(StepTimes::optimizerMicros)))
                .add(
                        "FLOPs of a step",
                        "3 x (2 x weights of matrix products x tokens"
                                + " + 4 x layers x hidden x sequence^2 x batch)");
        return lines.text();
    }

    private static String spread(BenchReport report) {
        return "median " + seconds(report.stepSeconds(0.5)) + ", p10 " + seconds(report.stepSeconds(0.1)) + ", p90 "
                + seconds(report.stepSeconds(0.9)) + " over " + report.steps().size() + " steps";
    }

    private static String gigabytes(double bytes) {
        return String.format(Locale.ROOT, "%.1fGB", bytes / GIGA);
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.4f s", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
    }

    private static final class Lines {

        private final StringJoiner text = new StringJoiner("\n", "", "\n");

        Lines add(String name, Object value) {
            text.add(name + ": " + value);
            return this;
        }

        String text() {
            return text.toString();
        }
    }
}

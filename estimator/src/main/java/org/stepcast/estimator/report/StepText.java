package org.stepcast.estimator.report;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.step.OperatorLine;
import org.stepcast.estimator.step.Part;
import org.stepcast.estimator.step.StepEstimate;

/** The table that {@code stepcast predict} prints for people. */
public final class StepText {

    private static final int OPERATOR_LINES = 12;

    private final StepEstimate estimate;
    private final MemoryEstimate memory;
    private final StringBuilder text = new StringBuilder();

    private StepText(StepEstimate estimate, MemoryEstimate memory) {
        this.memory = memory;
        this.estimate = estimate;
    }

    /** The table of an estimate. */
    public static String of(StepEstimate estimate, MemoryEstimate memory) {
        StepText report = new StepText(estimate, memory);
        report.headline();
        report.breakdown();
        report.operators();
        report.reasons();
        return report.text.toString();
    }

    private void headline() {
        Interval seconds = estimate.stepSeconds();
        var config = estimate.config();
        line(
                "%s on %s, %d devices (%s)",
                config.model().name(), config.cluster().name(), config.deviceCount(), plan());
        line("");
        line(
                "Step time           %s   p10–p90 %s – %s",
                seconds(seconds.p50()), seconds(seconds.p10()), seconds(seconds.p90()));
        line("Tokens/s per GPU    %,.0f", estimate.tokensPerSecondPerDevice());
        line(
                "MFU                 %.1f %%   (%.1f TFLOPS per GPU)",
                100 * estimate.utilizationFraction(), estimate.modelFlopsPerSecondPerDevice() / 1e12);
        line("Memory              %s", MemoryText.line(memory));
        line("Status              %s   (%s)", estimate.status(), origins());
    }

    private String plan() {
        var plan = estimate.config().parallel();
        return String.format(
                Locale.ROOT,
                "tensor %d, pipeline %d, data %d, %d micro-batches",
                plan.tensorSize(),
                plan.pipelineSize(),
                plan.dataSize(),
                estimate.config().microBatchCount());
    }

    private String origins() {
        return estimate.originShare().entrySet().stream()
                .filter(share -> share.getValue() > 0)
                .sorted(Map.Entry.<Origin, Double>comparingByValue().reversed())
                .map(share -> String.format(
                        Locale.ROOT,
                        "%.1f %% %s",
                        100 * share.getValue(),
                        share.getKey().name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    private void breakdown() {
        line("");
        line("%-28s %12s %8s", "Where the time goes", "", "share");
        double total = estimate.breakdown().totalMicros();
        for (Part part : Part.values()) {
            double micros = estimate.breakdown().micros(part);
            if (micros > 0) {
                line("  %-26s %12s %6.1f %%", label(part), seconds(micros / 1e6), 100 * micros / total);
            }
        }
    }

    static String label(Part part) {
        return switch (part) {
            case DATA_PARALLEL_EXPOSED -> "data parallel, exposed";
            default -> part.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private void operators() {
        line("");
        line(
                "%-28s %-9s %-22s %7s %11s %11s  %s",
                "Slowest operators", "pass", "shape", "runs", "one run", "in a step", "origin");
        for (OperatorLine operator :
                estimate.operators().stream().limit(OPERATOR_LINES).toList()) {
            line(
                    "  %-26s %-9s %-22s %7.0f %11s %11s  %s",
                    operator.name(),
                    operator.pass().label(),
                    operator.shape(),
                    operator.count(),
                    seconds(operator.micros().p50() / 1e6),
                    seconds(operator.stepMicros() / 1e6),
                    operator.origin().name().toLowerCase(Locale.ROOT));
        }
    }

    private void reasons() {
        if (!estimate.reasons().isEmpty()) {
            line("");
            line("Extrapolated or estimated");
            estimate.reasons().forEach(reason -> line("  %s", reason));
        }
    }

    static String seconds(double value) {
        if (value >= 1) {
            return String.format(Locale.ROOT, "%.3f s", value);
        }
        return value >= 1e-3
                ? String.format(Locale.ROOT, "%.3f ms", value * 1e3)
                : String.format(Locale.ROOT, "%.1f us", value * 1e6);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}

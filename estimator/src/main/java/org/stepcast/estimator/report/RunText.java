package org.stepcast.estimator.report;

import java.util.Locale;
import org.stepcast.core.hardware.HourlyPrice;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.run.BatchPhase;
import org.stepcast.estimator.run.ComputeOptimal;
import org.stepcast.estimator.run.Goodput;
import org.stepcast.estimator.run.RunEstimate;
import org.stepcast.estimator.run.TrainingWork;

/** The table that {@code stepcast plan-run} prints for people. */
public final class RunText {

    private static final double DAY_SECONDS = 86_400;

    private final RunEstimate run;
    private final StringBuilder text = new StringBuilder();

    private RunText(RunEstimate run) {
        this.run = run;
    }

    /** The table of a run. */
    public static String of(RunEstimate run, MemoryEstimate memory) {
        RunText report = new RunText(run);
        report.headline(memory);
        report.money();
        report.work();
        report.goodput();
        report.remarks();
        return report.text.toString();
    }

    /** The same with what a budget is best spent on. */
    public static String of(ComputeOptimal optimal, MemoryEstimate memory) {
        RunText report = new RunText(optimal.run());
        report.optimal(optimal);
        return of(optimal.run(), memory) + report.text;
    }

    private void headline(MemoryEstimate memory) {
        TrainingConfig config = run.config();
        line(
                "%s on %s, %d GPUs, %s tokens",
                config.model().name(),
                config.cluster().name(),
                config.deviceCount(),
                Dimension.TOKENS.text(run.length().trainedTokens()));
        line("");
        line("%-20s %12s   %s", "", "p50", "p10 – p90");
        interval("Days", run.totalSeconds().times(1 / DAY_SECONDS), "%,.2f");
        interval("GPU-hours", run.deviceHours(), "%,.0f");
        if (run.price() instanceof HourlyPrice.Range range) {
            interval("Cost, USD", run.costDollars(range), "%,.0f");
        }
        interval("Energy, MWh", run.kilowattHours().times(1e-3), "%,.2f");
        interval("Tokens/s", run.tokensPerSecond(), "%,.0f");
        interval("Step time, s", run.stepSeconds(), "%,.4f");
        line("%-20s %,12d   %s, %s", "Steps", run.stepCount(), batches(), run.basis());
        line("%-20s %s", "Memory", MemoryText.line(memory));
    }

    private String batches() {
        BatchPhase first = run.phases().getFirst();
        String full = "of " + run.config().batch().globalSize() + " sequences";
        return run.phases().size() == 1 ? full : full + " after " + first.globalSize() + " at the start";
    }

    private void money() {
        line("");
        switch (run.price()) {
            case HourlyPrice.Range range ->
                line(
                        "%-20s %s USD per GPU-hour (%s, %s)",
                        "Price",
                        range.lowDollars() == range.highDollars()
                                ? number(range.lowDollars())
                                : number(range.lowDollars()) + " – " + number(range.highDollars()),
                        range.source(),
                        range.date());
            case HourlyPrice.Unknown unknown ->
                line("%-20s not known: %s; give --price or run.gpu_hour_usd", "Price", unknown.reason());
        }
        line("%-20s %.0f W per GPU with its share of node and site", "Power", run.devicePowerWatts());
    }

    private void work() {
        TrainingWork work = run.work();
        TrainingWork rates = run.deviceRates().times(1e-12);
        line("");
        line("%-20s %14s %16s", "FLOPs", "of the run", "TFLOPS per GPU");
        line("%-20s %14.4e %16.1f", "  6 N D", work.plainFlops(), rates.plainFlops());
        line(
                "%-20s %14.4e %16.1f   MFU %.1f %%",
                "  exact", work.exactFlops(), rates.exactFlops(), 100 * run.utilizationFraction());
        line("%-20s %14.4e %16.1f", "  visible attention", work.visibleFlops(), rates.visibleFlops());
        if (work.hardwareFlops() > work.plainFlops()) {
            line("%-20s %14.4e %16.1f", "  8 N D, recomputing", work.hardwareFlops(), rates.hardwareFlops());
        }
    }

    private void goodput() {
        Goodput goodput = run.goodput();
        line("");
        line("%-20s %.2f %%", "Goodput", 100 * goodput.usefulFraction());
        if (Double.isInfinite(goodput.failureSeconds())) {
            line("  no failures");
            return;
        }
        line(
                "  a failure every     %s, %.1f in the run, %s for a restart",
                duration(goodput.failureSeconds()),
                run.totalSeconds().p50() / goodput.failureSeconds(),
                duration(goodput.restartSeconds()));
        line(
                "  a checkpoint every  %s, %s each of %s (Young %s, Daly %s)",
                duration(goodput.intervalSeconds()),
                duration(goodput.checkpointSeconds()),
                Dimension.BYTES.text(goodput.checkpointBytes()),
                duration(goodput.youngSeconds()),
                duration(goodput.dalySeconds()));
    }

    private void remarks() {
        line("");
        line("Assumed; the section run of the configuration changes it");
        run.assumptions().forEach(assumption -> line("  %s", assumption));
        if (!run.reasons().isEmpty()) {
            line("");
            line("Extrapolated or estimated");
            run.reasons().forEach(reason -> line("  %s", reason));
        }
    }

    private void optimal(ComputeOptimal optimal) {
        line("");
        line(
                "Best use of %.3e FLOPs (6 N D), at the predicted MFU of %.1f %%",
                optimal.budgetFlops().p50(), 100 * run.utilizationFraction());
        line("%-20s %12s %12s %12s   %s", "", "parameters", "tokens", "tokens each", "parameters p10 – p90");
        for (ComputeOptimal.Sizes sizes : optimal.sizes()) {
            Interval parameters = sizes.parameterCount();
            line(
                    "  %-18s %12s %12s %12.1f   %s – %s",
                    sizes.law().name(),
                    Dimension.TOKENS.text(parameters.p50()),
                    Dimension.TOKENS.text(sizes.tokenCount().p50()),
                    sizes.tokenCount().p50() / parameters.p50(),
                    Dimension.TOKENS.text(parameters.p10()),
                    Dimension.TOKENS.text(parameters.p90()));
        }
        line("");
        line("What %s is best trained with", run.config().model().name());
        line("%-20s %12s %12s %12s", "", "tokens", "GPU-hours", "days");
        for (ComputeOptimal.Need need : optimal.needs()) {
            line(
                    "  %-18s %12s %,12.0f %,12.2f",
                    need.law().name(),
                    Dimension.TOKENS.text(need.tokenCount()),
                    need.deviceHours().p50(),
                    need.deviceHours().p50() / 24 / run.config().deviceCount());
        }
        optimal.sizes()
                .forEach(sizes ->
                        line("  %s: %s", sizes.law().name(), sizes.law().source()));
    }

    private void interval(String name, Interval value, String format) {
        String range = value.p10() == value.p90() ? "" : text(format, value.p10()) + " – " + text(format, value.p90());
        line("%-20s %12s   %s", name, text(format, value.p50()), range);
    }

    private static String duration(double seconds) {
        if (seconds >= DAY_SECONDS) {
            return text("%,.1f days", seconds / DAY_SECONDS);
        }
        if (seconds >= 3600) {
            return text("%.1f h", seconds / 3600);
        }
        return seconds >= 60 ? text("%.1f min", seconds / 60) : text("%.1f s", seconds);
    }

    private static String number(double value) {
        return text("%.2f", value);
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}

package org.stepcast.sampler.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Operator;
import org.stepcast.sampler.agent.AgentListener;
import org.stepcast.sampler.agent.AgentMetrics;
import org.stepcast.sampler.agent.Bandwidth;
import org.stepcast.sampler.grid.GridPlan;
import org.stepcast.sampler.grid.GridShape;
import org.stepcast.sampler.measure.Measurement;
import picocli.CommandLine.Help.Ansi;

/** Shows what the agent does: a bar on a terminal, else a line for each shape; and metrics where a port is given. */
final class Watchers implements AgentListener, AutoCloseable {

    private final PrintWriter log;
    private final Optional<AgentMetrics> metrics;
    private final Optional<ProgressBar> bar;

    Watchers(PrintWriter log, Optional<Integer> metricsPort) {
        this.log = log;
        this.metrics = metricsPort.map(AgentMetrics::serve);
        this.bar = Ansi.AUTO.enabled() ? Optional.of(newBar()) : Optional.empty();
    }

    void expect(List<GridPlan> plans) {
        int shapeCount = plans.stream().mapToInt(plan -> plan.shapes().size()).sum();
        bar.ifPresent(terminal -> terminal.maxHint(shapeCount));
        say(String.format(Locale.ROOT, "%d shapes of %d operators", shapeCount, plans.size()));
        metrics.ifPresent(served -> say("metrics on port " + served.port()));
    }

    @Override
    public void begin(GridPlan plan, int doneCount) {
        bar.ifPresent(terminal -> terminal.setExtraMessage(plan.name()).stepBy(doneCount));
        if (doneCount > 0) {
            say(plan.name() + ": " + doneCount + " shapes were sampled before");
        }
    }

    @Override
    public void measured(GridPlan plan, GridShape shape, List<Measurement> passes, double seconds) {
        bar.ifPresent(ProgressBar::step);
        metrics.ifPresent(served -> served.measured(plan, shape, passes, seconds));
        say(plan.name() + " " + shape.text() + ": "
                + passes.stream().map(pass -> text(shape.operator(), pass)).collect(Collectors.joining(", ")));
    }

    @Override
    public void failed(GridPlan plan, GridShape shape, String reason) {
        bar.ifPresent(ProgressBar::step);
        metrics.ifPresent(served -> served.failed(plan, shape, reason));
        say(plan.name() + " " + shape.text() + ": failed, " + reason);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        metrics.ifPresent(AgentMetrics::close);
    }

    private void say(String line) {
        if (bar.isEmpty()) {
            log.println(line);
            log.flush();
        }
    }

    private static String text(Operator operator, Measurement pass) {
        String bandwidth = operator instanceof Collective collective
                ? ", " + Bandwidth.of(collective, pass.medianMicros()).text()
                : "";
        return String.format(
                Locale.ROOT,
                "%.1f us%s (published statistic %.1f, %d runs, noise %.1f %%)",
                pass.medianMicros(),
                bandwidth,
                pass.publishedMicros(),
                pass.runCount(),
                100 * pass.noiseFraction());
    }

    private static ProgressBar newBar() {
        return new ProgressBarBuilder()
                .setTaskName("Sampling")
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .build();
    }
}

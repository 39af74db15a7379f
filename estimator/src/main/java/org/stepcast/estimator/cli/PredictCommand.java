package org.stepcast.estimator.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.report.Json;
import org.stepcast.estimator.report.MemoryCounters;
import org.stepcast.estimator.report.StepDocument;
import org.stepcast.estimator.report.StepPage;
import org.stepcast.estimator.report.StepText;
import org.stepcast.estimator.step.Formula;
import org.stepcast.estimator.step.StepEstimate;
import org.stepcast.estimator.timeline.ChromeTrace;
import org.stepcast.estimator.timeline.Timeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast predict}: the time of one optimizer step. */
@Command(
        name = "predict",
        description = "Forecasts one optimizer step of a training job.",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {

    private static final Path NOWHERE = Path.of("");

    private final Services services;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONFIG", description = "Training job in YAML, named or published form.")
    private Path config = Path.of("");

    @Option(names = "--json", description = "Print one JSON document instead of the table.")
    private boolean json;

    @Option(
            names = "--formula",
            paramLabel = "simulated|published",
            description = "How operator times become a step time; default: ${DEFAULT-VALUE}.")
    private Formula formula = Formula.SIMULATED;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write what every stage does when, for ui.perfetto.dev or chrome://tracing.")
    private Path trace = NOWHERE;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page with figures, breakdown, timeline and operators.")
    private Path html = NOWHERE;

    PredictCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        StepEstimate estimate = services.predict(config, formula);
        MemoryEstimate memory = services.memory().estimate(estimate.config());
        if (!trace.equals(NOWHERE)) {
            OutputFile.write(trace, ChromeTrace.of(MemoryCounters.addTo(Timeline.of(estimate), memory)));
        }
        if (!html.equals(NOWHERE)) {
            OutputFile.write(html, StepPage.of(estimate, memory));
        }
        String text = json ? new Json().write(StepDocument.of(estimate, memory)) + "\n" : StepText.of(estimate, memory);
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return 0;
    }
}

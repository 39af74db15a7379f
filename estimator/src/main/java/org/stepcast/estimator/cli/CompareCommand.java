package org.stepcast.estimator.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stepcast.core.error.BadInputException;
import org.stepcast.estimator.report.CompareDocument;
import org.stepcast.estimator.report.ComparePage;
import org.stepcast.estimator.report.CompareText;
import org.stepcast.estimator.report.Comparison;
import org.stepcast.estimator.report.Forecast;
import org.stepcast.estimator.report.Json;
import org.stepcast.estimator.step.Formula;
import org.stepcast.estimator.step.StepEstimate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast compare}: jobs side by side. */
@Command(
        name = "compare",
        description = "Shows jobs side by side: what they differ in, and what that does to time, memory and cost.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

    private final Services services;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONFIG", description = "Training jobs in YAML; the others are compared with the first.")
    private List<Path> configs = List.of();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page that needs no other file.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document instead of the table.")
    private boolean json;

    CompareCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        if (configs.size() < 2) {
            throw new BadInputException("compare needs at least two configurations, not " + configs.size() + ".");
        }
        Comparison comparison =
                Comparison.of(configs.stream().map(this::forecast).toList());
        html.ifPresent(file -> OutputFile.write(file, ComparePage.of(comparison)));
        spec.commandLine()
                .getOut()
                .print(json ? new Json().write(CompareDocument.of(comparison)) + "\n" : CompareText.of(comparison));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private Forecast forecast(Path config) {
        StepEstimate step = services.predict(config, Formula.SIMULATED);
        return new Forecast(step, services.memory().estimate(step.config()));
    }
}

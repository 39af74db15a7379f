package org.stepcast.estimator.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stepcast.estimator.report.Json;
import org.stepcast.estimator.report.RunsCsv;
import org.stepcast.estimator.report.RunsDocument;
import org.stepcast.estimator.report.RunsText;
import org.stepcast.estimator.validation.RunValidation;
import org.stepcast.estimator.validation.RunValidator;
import org.stepcast.estimator.validation.RunValidator.Constants;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast validate runs}: step times against published runs. */
@Command(
        name = "runs",
        description = "Compares predicted step times with published runs.",
        mixinStandardHelpOptions = true)
final class ValidateRunsCommand implements Callable<Integer> {

    private final Services services;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CSV", description = "Table of runs, one a line; docs/runs.md lists its columns.")
    private Path csv = Path.of("");

    @Option(names = "--out", paramLabel = "CSV", description = "Write one line for each run to this file.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--leave-one-group-out",
            description = "Predict each run with constants that are fitted anew without the runs of its source.")
    private boolean leaveOneGroupOut;

    @Option(names = "--json", description = "Print one JSON document instead of the table.")
    private boolean json;

    ValidateRunsCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        RunValidator validator = RunValidator.read(csv, services.clusters(), services::times);
        RunValidation validation = validator.validate(leaveOneGroupOut ? Constants.SOURCE_LEFT_OUT : Constants.SHIPPED);
        out.ifPresent(file -> RunsCsv.write(file, validation));
        String text = json ? new Json().write(RunsDocument.of(validation)) + "\n" : RunsText.of(validation);
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return 0;
    }
}

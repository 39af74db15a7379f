package org.stepcast.estimator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stepcast.core.error.BadInputException;
import org.stepcast.estimator.config.Calibrations;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.measured.MeasuredStep;
import org.stepcast.estimator.report.Json;
import org.stepcast.estimator.report.LogDocument;
import org.stepcast.estimator.report.LogText;
import org.stepcast.estimator.step.StepModel;
import org.stepcast.estimator.validation.LogComparison;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast validate log}: the log of one's own run, and the calibration that it gives. */
@Command(
        name = "log",
        description = "Compares the log of a run with its forecast, and gives a calibration for like jobs.",
        mixinStandardHelpOptions = true)
final class ValidateLogCommand implements Callable<Integer> {

    private final Services services;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Measurement measurement = new Measurement();

    /** The log, or what it would tell. */
    private static final class Measurement {

        @Parameters(
                paramLabel = "FILE",
                description = "Log of Megatron-LM, DeepSpeed, torchtitan, NeMo, Composer or the Hugging Face Trainer.")
        private Optional<Path> log = Optional.empty();

        @Option(names = "--measured", paramLabel = "SECONDS", description = "A measured step time in place of a log.")
        private double seconds;
    }

    @Option(names = "--config", required = true, paramLabel = "CONFIG", description = "The run's configuration.")
    private Path config = Path.of("");

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Add the calibration to this file, for calibration: FILE.")
    private Optional<Path> save = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document instead of the table.")
    private boolean json;

    ValidateLogCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        TrainingConfig job = services.read(config).withCalibration(Optional.empty());
        MeasuredStep measured = measurement
                .log
                .map(file -> MeasuredStep.ofLog(file, LogComparison.stepSize(job)))
                .orElseGet(this::told);
        LogComparison comparison = new LogComparison(
                job,
                measured,
                new StepModel(services.times(job)).estimate(job),
                services.memory().estimate(job));
        save.ifPresent(file -> save(file, comparison.calibration()));
        String text = json ? new Json().write(LogDocument.of(comparison)) + "\n" : LogText.of(comparison);
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private MeasuredStep told() {
        if (!(measurement.seconds > 0 && Double.isFinite(measurement.seconds))) {
            throw new BadInputException(
                    "--measured (" + measurement.seconds + ") must be a number of seconds above 0.");
        }
        return MeasuredStep.told(measurement.seconds);
    }

    private static void save(Path file, Calibrations.Entry entry) {
        Calibrations known = Files.exists(file) ? Calibrations.read(file) : new Calibrations(List.of());
        try {
            Files.writeString(file, known.with(entry).text());
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be written.");
        }
    }
}

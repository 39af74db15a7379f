package org.stepcast.estimator.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.report.Json;
import org.stepcast.estimator.report.MemoryDocument;
import org.stepcast.estimator.report.MemoryText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast memory}: the peak memory of a job, tensor by tensor. */
@Command(
        name = "memory",
        description = "Estimates the peak memory of a training job, and whether it fits.",
        mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer> {

    private final Services services;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONFIG", description = "Training job in YAML, named or published form.")
    private Path config = Path.of("");

    @Option(names = "--json", description = "Print one JSON document instead of the tables.")
    private boolean json;

    MemoryCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        TrainingConfig job = services.read(config);
        MemoryEstimate memory = services.memory().estimate(job);
        String text = json ? new Json().write(MemoryDocument.of(memory)) + "\n" : MemoryText.of(job, memory);
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return 0;
    }
}

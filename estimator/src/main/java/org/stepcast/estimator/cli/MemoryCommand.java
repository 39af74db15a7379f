package org.stepcast.estimator.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.memory.MemoryStrategies;
import org.stepcast.estimator.report.Json;
import org.stepcast.estimator.report.MemoryDocument;
import org.stepcast.estimator.report.MemoryText;
import org.stepcast.estimator.report.StrategiesDocument;
import org.stepcast.estimator.report.StrategiesText;
import org.stepcast.estimator.step.Remedies;
import org.stepcast.estimator.step.Remedy;
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

    @Option(names = "--strategies", description = "Compare ZeRO 1 to 3, and the weights alone in each precision.")
    private boolean strategies;

    MemoryCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        TrainingConfig job = services.read(config);
        spec.commandLine().getOut().print(strategies ? strategies(job) : peak(job));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private String peak(TrainingConfig job) {
        MemoryEstimate memory = services.memory().estimate(job);
        List<Remedy> remedies = new Remedies(services.memory()).of(job);
        return json
                ? new Json().write(MemoryDocument.of(memory, remedies)) + "\n"
                : MemoryText.of(job, memory, remedies);
    }

    private String strategies(TrainingConfig job) {
        MemoryStrategies table = services.memory().strategies(job);
        return json ? new Json().write(StrategiesDocument.of(table)) + "\n" : StrategiesText.of(job, table);
    }
}

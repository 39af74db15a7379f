package org.stepcast.sampler.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.agent.AgentOptions;
import org.stepcast.sampler.agent.ClusterFile;
import org.stepcast.sampler.agent.KernelAgent;
import org.stepcast.sampler.agent.Statistic;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.config.SamplingConfig;
import org.stepcast.sampler.config.SamplingConfigReader;
import org.stepcast.sampler.grid.Grid;
import org.stepcast.sampler.grid.GridPlan;
import org.stepcast.sampler.grid.SpaceFilling;
import org.stepcast.sampler.measure.MeasureRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sampler run}: measures the compute operators of a configuration on this machine. */
@Command(
        name = "run",
        description = "Measures the operators of a sampling configuration; goes on where an earlier run was stopped.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private final Backends backends;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONFIG", description = "Sampling configuration.")
    private Path config = Path.of("");

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "What runs the operators; default: ${DEFAULT-VALUE}.")
    private String backendName = "djl";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that make up the device, on a processor; default: ${DEFAULT-VALUE}.")
    private int threadCount = 1;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the dataset.")
    private Path out = Path.of("");

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "Sample for so long, such as 10m: the shapes that tell most come first, each measured quickly.")
    private Optional<Duration> budget = Optional.empty();

    @Option(
            names = "--statistic",
            paramLabel = "median|published",
            description = "Figure of the repeated runs that is kept; default: ${DEFAULT-VALUE}.")
    private Statistic statistic = Statistic.MEDIAN;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Serve metrics for Prometheus there, under /metrics.")
    private Optional<Integer> metricsPort = Optional.empty();

    RunCommand(Backends backends) {
        this.backends = backends;
    }

    @Override
    public Integer call() {
        SamplingConfig sampling = SamplingConfigReader.read(config);
        try (KernelBackend backend = backends.open(backendName, threadCount);
                Watchers watchers = new Watchers(spec.commandLine().getErr(), metricsPort)) {
            describe(backend);
            List<GridPlan> plans = plans(sampling, backend.device().memoryBytes());
            watchers.expect(plans);
            new KernelAgent(backend, options(sampling), watchers, Clock.systemUTC()).run(sampling, plans);
        }
        spec.commandLine().getOut().println("Samples: " + out.resolve("operator"));
        return 0;
    }

    /** A processor is in no table of devices: what it reaches is measured. */
    private void describe(KernelBackend backend) {
        if (backend.name().equals("djl") && !ClusterFile.exists(out)) {
            ClusterFile.write(out, backend.device(), backends.figures(threadCount, Precision.FP32), threadCount);
        }
    }

    private AgentOptions options(SamplingConfig sampling) {
        MeasureRule rule = budget.isPresent()
                ? MeasureRule.quick()
                : MeasureRule.usual(
                        sampling.repeats().warmUpCount(), sampling.repeats().measuredCount());
        return new AgentOptions(
                out, shared.precision, shared.part(), rule, statistic, budget.orElse(AgentOptions.UNLIMITED));
    }

    private List<GridPlan> plans(SamplingConfig sampling, long memoryBytes) {
        Grid grid = Grid.ofOperators(shared.precision, memoryBytes, shared.repetition());
        List<GridPlan> plans = new ArrayList<>();
        sampling.targets().forEach(target -> plans.add(grid.plan(target).of(shared.part())));
        return budget.isEmpty()
                ? plans
                : plans.stream().map(SpaceFilling::ordered).toList();
    }
}

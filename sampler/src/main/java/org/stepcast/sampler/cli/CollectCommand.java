package org.stepcast.sampler.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.agent.AgentListener;
import org.stepcast.sampler.agent.AgentOptions;
import org.stepcast.sampler.agent.CollectiveAgent;
import org.stepcast.sampler.agent.Statistic;
import org.stepcast.sampler.backend.CollectiveBackend;
import org.stepcast.sampler.config.SamplingConfig;
import org.stepcast.sampler.config.SamplingConfigReader;
import org.stepcast.sampler.grid.Grid;
import org.stepcast.sampler.grid.GridPlan;
import org.stepcast.sampler.grid.Part;
import org.stepcast.sampler.launch.RankPlace;
import org.stepcast.sampler.launch.Rendezvous;
import org.stepcast.sampler.measure.MeasureRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sampler collect}: measures collectives between the ranks of a launch. */
@Command(
        name = "collect",
        description = {
            "Measures the collectives of a sampling configuration between the ranks of a launch; goes on where an earlier"
                    + " run was stopped.",
            "Started once for each rank, by torchrun --no-python, srun or mpirun, or with --rank and --world-size."
        },
        mixinStandardHelpOptions = true)
final class CollectCommand implements Callable<Integer> {

    private final CollectiveBackends backends;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONFIG", description = "Sampling configuration.")
    private Path config = Path.of("");

    @Mixin
    private LaunchOptions launch = new LaunchOptions();

    @Option(
            names = "--precision",
            paramLabel = "fp32|fp16|bf16",
            description = "Number format of the messages; default: ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FP16;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "What carries the messages; default: ${DEFAULT-VALUE}.")
    private String backendName = "gloo";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that make up a rank's device, as in sampler run; default: ${DEFAULT-VALUE}.")
    private int threadCount = 1;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the dataset.")
    private Path out = Path.of("");

    @Option(
            names = "--statistic",
            paramLabel = "median|published",
            description = "Figure of the repeated runs that is kept; default: ${DEFAULT-VALUE}.")
    private Statistic statistic = Statistic.MEDIAN;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Serve metrics of rank 0 for Prometheus there, under /metrics.")
    private Optional<Integer> metricsPort = Optional.empty();

    CollectCommand(CollectiveBackends backends) {
        this.backends = backends;
    }

    @Override
    public Integer call() {
        SamplingConfig sampling = SamplingConfigReader.read(config);
        try (Rendezvous ranks = launch.join();
                CollectiveBackend backend = backends.connect(backendName, ranks, threadCount, launch.patience())) {
            List<GridPlan> plans =
                    plans(sampling, ranks.place(), backend.device().memoryBytes());
            if (ranks.place().isFirst()) {
                lead(ranks, backend, sampling, plans);
            } else {
                agent(ranks, backend, sampling, new AgentListener() {}).run(sampling, plans);
            }
        }
        return 0;
    }

    private void lead(Rendezvous ranks, CollectiveBackend backend, SamplingConfig sampling, List<GridPlan> plans) {
        try (Watchers watchers = new Watchers(spec.commandLine().getErr(), metricsPort)) {
            watchers.expect(plans);
            agent(ranks, backend, sampling, watchers).run(sampling, plans);
        }
        spec.commandLine().getOut().println("Samples: " + out.resolve("nccl"));
    }

    private CollectiveAgent agent(
            Rendezvous ranks, CollectiveBackend backend, SamplingConfig sampling, AgentListener listener) {
        MeasureRule rule = MeasureRule.usual(
                sampling.repeats().warmUpCount(), sampling.repeats().measuredCount());
        AgentOptions options = new AgentOptions(out, precision, Part.whole(), rule, statistic, AgentOptions.UNLIMITED);
        return new CollectiveAgent(backend, ranks, options, listener, Clock.systemUTC());
    }

    private List<GridPlan> plans(SamplingConfig sampling, RankPlace place, long memoryBytes) {
        Grid grid = Grid.ofCollectives(
                precision, memoryBytes / place.ranksPerNodeCount(), place.nodeCount(), place.ranksPerNodeCount());
        List<GridPlan> plans = new ArrayList<>();
        sampling.targets().forEach(target -> plans.add(grid.plan(target)));
        return plans;
    }
}

package org.stepcast.estimator.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.KnownCluster;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast list}: what configurations can refer to by name. */
@Command(
        name = "list",
        description = "Lists models, GPUs, clusters or schedules that configurations can name.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    /** What can be listed. */
    enum Topic {
        MODELS,
        GPUS,
        CLUSTERS,
        SCHEDULES
    }

    private final Services services;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "models|gpus|clusters|schedules", description = "What to list.")
    private Topic topic = Topic.MODELS;

    ListCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        lines().forEach(spec.commandLine().getOut()::println);
        return 0;
    }

    private List<String> lines() {
        return switch (topic) {
            case MODELS -> services.presets().names();
            case GPUS ->
                services.devices().devices().stream().map(ListCommand::line).toList();
            case CLUSTERS ->
                services.clusters().names().stream()
                        .flatMap(name -> services.clusters().find(name).stream())
                        .map(ListCommand::line)
                        .toList();
            case SCHEDULES ->
                Arrays.stream(Schedule.values()).map(Schedule::label).toList();
        };
    }

    private static String line(Device device) {
        double peak = device.supports(Precision.BF16)
                ? device.peakFlopsPerSecond(Precision.BF16)
                : device.peakFlopsPerSecond(Precision.FP16);
        return String.format(
                Locale.ROOT,
                "%-28s %5.0f GiB %6.0f GB/s %6.0f TFLOPS in 16 bits",
                device.name(),
                device.memoryBytes() / (double) (1L << 30),
                device.memoryBytesPerSecond() / 1e9,
                peak / 1e12);
    }

    private static String line(KnownCluster known) {
        return String.format(
                Locale.ROOT,
                "%-18s %d x %s a node, %s",
                known.cluster().name(),
                known.cluster().node().deviceCount(),
                known.cluster().device().name(),
                known.cluster().provenance().source());
    }
}

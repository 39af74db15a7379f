package org.stepcast.sampler.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.config.SamplingConfig;
import org.stepcast.sampler.config.SamplingConfigReader;
import org.stepcast.sampler.grid.Grid;
import org.stepcast.sampler.grid.GridPlan;
import org.stepcast.sampler.grid.PlanTime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sampler plan}: what a configuration samples, and for how long; nothing is run. */
@Command(
        name = "plan",
        description = "Prints the shapes of a sampling configuration, their count and a time estimate; runs nothing.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONFIG", arity = "1..*", description = "Sampling configurations.")
    private List<Path> configs = List.of();

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "Device of the built-in table to plan for; default: ${DEFAULT-VALUE}.")
    private String deviceName = "A100-SXM4-80GB";

    @Option(names = "--nodes", paramLabel = "N", description = "Nodes of a collective; default: ${DEFAULT-VALUE}.")
    private int nodeCount = 1;

    @Option(
            names = "--ranks-per-node",
            paramLabel = "N",
            description = "Ranks on each node of a collective; default: ${DEFAULT-VALUE}.")
    private int ranksPerNodeCount = 2;

    @Option(names = "--shapes", description = "Also print every shape.")
    private boolean showShapes;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Device device = DeviceTable.builtIn().named(deviceName);
        out.printf(
                Locale.ROOT,
                "%-32s %12s %9s %9s %9s %12s%n",
                "",
                "combinations",
                "possible",
                "distinct",
                "planned",
                "time");
        for (Path file : configs) {
            SamplingConfig config = SamplingConfigReader.read(file);
            for (GridPlan plan : plans(config, device)) {
                print(out, plan, new PlanTime(device, shared.precision, config.repeats()));
            }
        }
        out.printf(
                "Time: least work at the peak rates of %s, %s; a device does half of that or less.%n",
                device.name(), shared.precision.label());
        out.flush();
        return 0;
    }

    private List<GridPlan> plans(SamplingConfig config, Device device) {
        Precision precision = shared.precision;
        Grid operators = Grid.ofOperators(precision, device.memoryBytes(), shared.repetition());
        Grid collectives = Grid.ofCollectives(precision, device.memoryBytes(), nodeCount, ranksPerNodeCount);
        return config.targets().stream()
                .map(target -> (target.isCollective() ? collectives : operators).plan(target))
                .map(plan -> plan.of(shared.part()))
                .toList();
    }

    private void print(PrintWriter out, GridPlan plan, PlanTime time) {
        out.printf(
                Locale.ROOT,
                "%-32s %12d %9d %9d %9d %12s%n",
                plan.name(),
                plan.combinationCount(),
                plan.possibleCount(),
                plan.distinctCount(),
                plan.shapes().size(),
                time.text(plan));
        if (showShapes) {
            plan.shapes().forEach(shape -> out.println("  " + shape.row() + " " + shape.text()));
        }
    }
}

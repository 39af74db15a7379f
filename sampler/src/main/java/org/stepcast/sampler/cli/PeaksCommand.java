package org.stepcast.sampler.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.DatasetReader;
import org.stepcast.core.hardware.ClusterReader;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.sampler.agent.PeakTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sampler peaks}: how near sampled operators come to the peaks of their device. */
@Command(
        name = "peaks",
        description = "Prints, in Markdown, the fraction of the device's peak that each sampled operator reaches.",
        mixinStandardHelpOptions = true)
final class PeaksCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DATA", description = "Folder of a dataset.")
    private Path data = Path.of("");

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "Device of the built-in table; default: that of DATA/cluster.yml, else the one that the"
                    + " samples' files name.")
    private Optional<String> deviceName = Optional.empty();

    @Override
    public Integer call() {
        Dataset dataset = new DatasetReader().read(data);
        PrintWriter err = spec.commandLine().getErr();
        dataset.faults().forEach(err::println);
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        new PeakTable(device(dataset)).lines(dataset.tables()).forEach(out::println);
        out.flush();
        return 0;
    }

    private Device device(Dataset dataset) {
        DeviceTable table = DeviceTable.builtIn();
        Path cluster = data.resolve("cluster.yml");
        if (deviceName.isEmpty() && Files.exists(cluster)) {
            return new ClusterReader(table).read(cluster).device();
        }
        return table.named(
                deviceName.orElseGet(() -> dataset.tables().getFirst().deviceName()));
    }
}

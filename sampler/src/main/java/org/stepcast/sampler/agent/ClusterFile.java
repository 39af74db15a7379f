package org.stepcast.sampler.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.sampler.backend.DeviceFacts;
import org.stepcast.sampler.backend.HostFacts;
import org.stepcast.sampler.measure.DeviceFigures;

/** Writes the {@code cluster.yml} of a machine whose processor is the device, so that what is sampled on it can be fitted. */
public final class ClusterFile {

    private static final String NAME = "cluster.yml";

    /** What ranks on one machine exchange passes through memory about four times; samples of collectives correct it. */
    private static final double LINK_FRACTION = 0.25;

    private static final double L2_BYTES_PER_CORE = 2 * 1024 * 1024;
    private static final double NETWORK_BYTES_PER_SECOND = 1.25e9;
    private static final double WATTS_PER_CORE = 10;

    private ClusterFile() {}

    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /** Describes the machine; a cluster of one thread per device has as many devices as it has processors. */
    public static void write(Path folder, DeviceFacts device, DeviceFigures figures, int threadCount) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", folder.toAbsolutePath().normalize().getFileName().toString());
        values.put("reference", false);
        values.put("device", device(device, figures, threadCount));
        int deviceCount = Math.max(1, Runtime.getRuntime().availableProcessors() / threadCount);
        values.put("node", new TreeMap<>(Map.of("gpu_count", deviceCount, "link", link(figures))));
        values.put("network", new TreeMap<>(Map.of("kind", "ethernet", "bandwidth", rate(NETWORK_BYTES_PER_SECOND))));
        values.put(
                "source",
                "measured by sampler run: fastest matrix product, addition and optimizer step, caches included");
        values.put("low_confidence", List.of("power", "l2", "node.link", "network"));
        values.put(
                "data",
                List.of(new TreeMap<>(Map.of(
                        "samples",
                        "operators of PyTorch on the processor, forward and backward",
                        "source",
                        "Stepcast, sampler run",
                        "licence",
                        "Apache-2.0"))));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(NAME), YamlFile.text(values));
        } catch (IOException unwritable) {
            throw new BadInputException(folder + ": cannot be written: " + unwritable.getMessage()
                    + ".\n  Name another folder with --out.");
        }
    }

    private static Map<String, Object> device(DeviceFacts device, DeviceFigures figures, int threadCount) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", device.name());
        values.put("memory", Dimension.BYTES.text(HostFacts.memoryBytes()));
        values.put("memory_bandwidth", rate(figures.bytesPerSecond()));
        values.put("l2", Dimension.BYTES.text(threadCount * L2_BYTES_PER_CORE));
        values.put("sm_count", threadCount);
        values.put("power", Dimension.WATTS.text(threadCount * WATTS_PER_CORE));
        values.put("peak", Map.of("fp32", Dimension.FLOPS_PER_SECOND.text(figures.flopsPerSecond())));
        values.put("pcie", rate(LINK_FRACTION * figures.bytesPerSecond()));
        return values;
    }

    private static Map<String, Object> link(DeviceFigures figures) {
        return new TreeMap<>(Map.of("kind", "pcie", "bandwidth", rate(LINK_FRACTION * figures.bytesPerSecond())));
    }

    private static String rate(double bytesPerSecond) {
        return Dimension.BYTES_PER_SECOND.text(bytesPerSecond);
    }
}

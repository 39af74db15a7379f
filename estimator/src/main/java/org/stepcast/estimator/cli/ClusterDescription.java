package org.stepcast.estimator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.hardware.ClusterReader;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.quantity.YamlFile;

/** The cluster.yml of a freshly fitted cluster: its device and samples; links are estimated until the user adds them. */
final class ClusterDescription {

    private static final String FILE = "cluster.yml";

    private ClusterDescription() {}

    /** The devices that samples in {@code data} may be of: a description that their sampler left there may add one. */
    static DeviceTable devices(Path data, DeviceTable known) {
        Path described = data.resolve(FILE);
        return Files.exists(described) ? known.with(new ClusterReader(known).read(described)) : known;
    }

    /** Leaves an existing file as it is, and takes over one that lies beside the samples. */
    static void writeIfAbsent(Path folder, Device device, Path data) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            write(file, text(folder, device, data));
        }
    }

    private static String text(Path folder, Device device, Path data) {
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        Path described = data.resolve(FILE);
        if (Files.exists(described)) {
            return read(described).replaceFirst("(?m)^name: .*$", "name: " + name);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("device", device.name());
        values.put("source", "fitted from " + data);
        values.put(
                "data", List.of(Map.of("samples", "see source", "source", data.toString(), "licence", "not stated")));
        return YamlFile.text(values);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new BadInputException(file + ": cannot be read: " + unreadable.getMessage());
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw new BadInputException(file + ": cannot be written: " + unwritable.getMessage());
        }
    }
}

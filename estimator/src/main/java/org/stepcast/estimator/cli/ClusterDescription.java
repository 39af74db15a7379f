package org.stepcast.estimator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.quantity.YamlFile;

/** The cluster.yml of a freshly fitted cluster: its device and samples; links are estimated until the user adds them. */
final class ClusterDescription {

    private ClusterDescription() {}

    /** Leaves an existing file as it is. */
    static void writeIfAbsent(Path folder, Device device, Path data) {
        Path file = folder.resolve("cluster.yml");
        if (Files.exists(file)) {
            return;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", folder.toAbsolutePath().normalize().getFileName().toString());
        values.put("device", device.name());
        values.put("source", "fitted from " + data);
        values.put(
                "data", List.of(Map.of("samples", "see source", "source", data.toString(), "licence", "not stated")));
        try {
            Files.writeString(file, YamlFile.text(values));
        } catch (IOException unwritable) {
            throw new BadInputException(file + ": cannot be written: " + unwritable.getMessage());
        }
    }
}

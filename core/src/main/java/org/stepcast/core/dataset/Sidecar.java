package org.stepcast.core.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/**
 * What is known of how a sample file came about; lies beside it as {@code <name>.yml}.
 *
 * @param device as the driver names it
 * @param environment driver, libraries, clocks, power: name and value
 * @param date of the first row, ISO 8601
 * @param configurationHash SHA-256 of the sampling configuration
 * @param plannedCount shapes that were to be sampled
 * @param measuredCount shapes that were
 * @param failures shapes that could not be
 */
public record Sidecar(
        String device,
        Map<String, String> environment,
        String date,
        String configurationHash,
        long plannedCount,
        long measuredCount,
        List<Failure> failures) {

    /** Format of the file; a reader refuses others. */
    private static final int SCHEMA_VERSION = 1;

    /** A shape that could not be sampled, and why. */
    public record Failure(String shape, String reason) {}

    public Sidecar {
        environment = Map.copyOf(environment);
        failures = List.copyOf(failures);
    }

    /** Writes the sidecar, replacing an older one. */
    public void write(Path file) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("schema_version", SCHEMA_VERSION);
        values.put("device", device);
        values.put("date", date);
        values.put("configuration_sha256", configurationHash);
        values.put("planned", plannedCount);
        values.put("measured", measuredCount);
        values.put("environment", names(environment));
        List<Map<String, String>> failed = new ArrayList<>();
        failures.forEach(failure -> failed.add(pair(failure)));
        values.put("failures", failed);
        try { // a reader finds the old one or the new one, never half of one
            Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), YamlFile.text(values));
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new BadInputException(file + ": cannot be written: " + unwritable.getMessage());
        }
    }

    /**
     * Reads a sidecar.
     *
     * @throws BadInputException if it is missing, broken or of a schema that we do not know
     */
    public static Sidecar read(Path file) {
        Faults faults = new Faults(file.toString());
        YamlNode top = YamlFile.read(file, faults);
        long version = top.optionalWhole("schema_version", 0, Integer.MAX_VALUE).orElse(0);
        if (version != SCHEMA_VERSION) {
            faults.add("schema_version", version, "must be " + SCHEMA_VERSION);
        }
        Map<String, String> environment = new TreeMap<>();
        List<Failure> failures = new ArrayList<>();
        top.sections("environment").forEach(entry -> environment.put(entry.text("name"), entry.text("value")));
        top.sections("failures").forEach(entry -> failures.add(new Failure(entry.text("shape"), entry.text("reason"))));
        String device = top.text("device");
        String date = top.text("date");
        String hash = top.text("configuration_sha256");
        long planned = top.optionalWhole("planned", 0, Long.MAX_VALUE).orElse(0);
        long measured = top.optionalWhole("measured", 0, Long.MAX_VALUE).orElse(0);
        top.rejectUnknownKeys();
        faults.throwIfAny();
        return new Sidecar(device, environment, date, hash, planned, measured, failures);
    }

    private static List<Map<String, String>> names(Map<String, String> environment) {
        List<Map<String, String>> entries = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("name", name);
            entry.put("value", value);
            entries.add(entry);
        });
        return entries;
    }

    private static Map<String, String> pair(Failure failure) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("shape", failure.shape());
        entry.put("reason", failure.reason());
        return entry;
    }
}

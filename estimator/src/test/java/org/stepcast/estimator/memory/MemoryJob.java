package org.stepcast.estimator.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.ConfigReader;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.ReadOptions;
import org.stepcast.estimator.config.TrainingConfig;

/** A job in the named form, changed key by key. */
record MemoryJob(Map<String, String> values) {

    private static final List<String> SECTIONS = List.of("model", "cluster", "parallel", "batch", "framework");

    MemoryJob {
        values = Map.copyOf(values);
    }

    static MemoryJob empty() {
        return new MemoryJob(Map.of());
    }

    /** The job with a key changed: {@code parallel.tensor} or {@code recompute}. */
    MemoryJob with(String key, Object value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(key, value.toString());
        return new MemoryJob(changed);
    }

    MemoryJob with(MemoryJob others) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.putAll(others.values);
        return new MemoryJob(changed);
    }

    TrainingConfig config() {
        try {
            Path file = Files.createTempFile("job", ".yml");
            try {
                Files.writeString(file, yaml());
                return new ConfigReader(
                                new ReadOptions(List.of(), DeviceTable.builtIn(), Presets.builtIn(), Path.of("")))
                        .read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String yaml() {
        StringBuilder text = new StringBuilder();
        values.keySet().stream()
                .filter(key -> !key.contains("."))
                .sorted()
                .forEach(key ->
                        text.append(key).append(": ").append(values.get(key)).append('\n'));
        for (String section : SECTIONS) {
            String start = section + ".";
            text.append(values.keySet().stream()
                    .filter(key -> key.startsWith(start))
                    .sorted()
                    .map(key -> key.substring(start.length()) + ": " + values.get(key))
                    .collect(Collectors.joining(", ", section + ": {", "}\n")));
        }
        return text.toString();
    }
}

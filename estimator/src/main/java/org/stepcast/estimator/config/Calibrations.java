package org.stepcast.estimator.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/** Calibrations by cluster and framework, as a file holds them. */
public record Calibrations(List<Entry> entries) {

    public Calibrations {
        entries = List.copyOf(entries);
    }

    /**
     * What holds for the jobs of one framework on one cluster.
     *
     * @param framework its name in configurations
     */
    public record Entry(String cluster, String framework, Calibration calibration) {

        private boolean isFor(String otherCluster, String otherFramework) {
            return cluster.equals(otherCluster) && framework.equals(otherFramework);
        }
    }

    /**
     * Reads a file.
     *
     * @throws org.stepcast.core.error.BadInputException with all faults of the file
     */
    public static Calibrations read(Path file) {
        Faults faults = new Faults(file.toString());
        YamlNode top = YamlFile.read(file, faults);
        List<Entry> entries = top.sections("calibrations").stream()
                .map(entry -> new Entry(entry.text("cluster"), entry.text("framework"), calibration(entry)))
                .toList();
        top.rejectUnknownKeys();
        faults.throwIfAny();
        return new Calibrations(entries);
    }

    /** The keys {@code factor} and {@code source}. */
    static Calibration calibration(YamlNode section) {
        if (!section.has("factor")) {
            section.faults().add(section.path("factor") + " is missing.");
        }
        return new Calibration(section.optionalPositive("factor").orElse(1), section.text("source"));
    }

    public Optional<Calibration> find(String cluster, String framework) {
        return entries.stream()
                .filter(entry -> entry.isFor(cluster, framework))
                .findFirst()
                .map(Entry::calibration);
    }

    /** The same with another entry, which takes the place of one for the same cluster and framework. */
    public Calibrations with(Entry other) {
        List<Entry> changed = new ArrayList<>(entries);
        changed.removeIf(entry -> entry.isFor(other.cluster(), other.framework()));
        changed.add(other);
        return new Calibrations(changed);
    }

    /** The text of a file that {@link #read} understands. */
    public String text() {
        List<Map<String, Object>> sections = new ArrayList<>();
        for (Entry entry : entries) {
            Map<String, Object> keys = new LinkedHashMap<>();
            keys.put("cluster", entry.cluster());
            keys.put("framework", entry.framework());
            keys.put("factor", entry.calibration().factor());
            keys.put("source", entry.calibration().source());
            sections.add(keys);
        }
        return YamlFile.text(Map.of("calibrations", sections));
    }
}

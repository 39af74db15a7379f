package org.stepcast.estimator.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.error.Faults;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * Every figure that does not follow from the sizes of a job, with sources, from a data file.
 *
 * @param releaseFraction of what is allocated, lost to fragments when a full device gives its caches back
 * @param levelFraction a job fits when the probability of running out of memory is not above it
 * @param comfortableFraction a job fits well up to this probability
 * @param capacityBytes what the driver reports as total, by device
 * @param capacityFraction of the datasheet's memory, for devices that are not listed
 */
record MemoryFigures(
        double releaseFraction,
        double levelFraction,
        double comfortableFraction,
        OutsideFigures outside,
        List<Generation> generations,
        Map<String, Double> capacityBytes,
        double capacityFraction,
        List<MemoryProfile> profiles,
        List<ProfileRule> rules,
        PublishedFigures published) {

    private static final String FILE = "memory.yml";

    MemoryFigures {
        generations = List.copyOf(generations);
        capacityBytes = Map.copyOf(capacityBytes);
        profiles = List.copyOf(profiles);
        rules = List.copyOf(rules);
    }

    static MemoryFigures builtIn() {
        Faults faults = new Faults(FILE);
        YamlNode file = YamlFile.parse(FILE, resource(), faults);
        MemoryFigures figures = read(file);
        file.rejectUnknownKeys();
        faults.throwIfAny();
        return figures;
    }

    private static MemoryFigures read(YamlNode file) {
        YamlNode allocator = file.section("allocator");
        allocator.text("source");
        YamlNode fits = file.section("fits");
        fits.text("source");
        file.text("generation_source");
        file.text("capacity_source");
        Map<String, Double> capacities = new LinkedHashMap<>();
        file.sections("capacities")
                .forEach(entry -> capacities.put(entry.text("device"), entry.quantity("reported", Dimension.BYTES)));
        return new MemoryFigures(
                allocator.optionalPositive("release_fraction").orElse(1),
                fits.optionalPositive("level").orElse(1),
                fits.optionalPositive("comfortable").orElse(1),
                OutsideFigures.read(file.section("outside")),
                file.sections("generations").stream().map(Generation::read).toList(),
                capacities,
                file.optionalPositive("capacity_fraction").orElse(1),
                file.sections("profiles").stream().map(MemoryProfile::read).toList(),
                file.sections("choice").stream().map(ProfileRule::read).toList(),
                PublishedFigures.read(file));
    }

    /** What the driver reports as the memory of {@code device}. */
    double capacityBytes(Device device) {
        return capacityBytes.getOrDefault(device.name(), capacityFraction * device.memoryBytes());
    }

    Generation generation(Device device) {
        return generations.stream()
                .filter(generation -> generation.has(device.name()))
                .findFirst()
                .orElseThrow();
    }

    /** The profile of a job's framework. */
    MemoryProfile profile(TrainingConfig config) {
        return rules.stream()
                .filter(rule -> rule.holds(config))
                .findFirst()
                .map(rule -> profile(rule.profile()))
                .orElseThrow();
    }

    MemoryProfile profile(String name) {
        return profiles.stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no memory profile (" + name + ")"));
    }

    private static String resource() {
        try (InputStream stream = MemoryFigures.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

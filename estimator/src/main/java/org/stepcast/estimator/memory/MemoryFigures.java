package org.stepcast.estimator.memory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate.Limits;

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
        MemorySpreads spreads,
        List<MemoryProfile> profiles,
        List<ProfileRule> rules,
        PublishedFigures published) {

    MemoryFigures {
        generations = List.copyOf(generations);
        capacityBytes = Map.copyOf(capacityBytes);
        profiles = List.copyOf(profiles);
        rules = List.copyOf(rules);
    }

    static MemoryFigures builtIn() {
        return DataFile.read("memory.yml", MemoryFigures::read);
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
                MemorySpreads.builtIn(),
                profiles(file),
                file.sections("choice").stream().map(ProfileRule::read).toList(),
                PublishedFigures.read(file));
    }

    private static List<MemoryProfile> profiles(YamlNode file) {
        YamlNode fused = file.section("fused_loss");
        fused.text("source");
        LossBytes inPlace = LossBytes.read(fused);
        return file.sections("profiles").stream()
                .map(profile -> MemoryProfile.read(profile, inPlace))
                .toList();
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

    /** The profile that would stand for {@code profile} had its peaks never been measured. */
    MemoryProfile unseen(MemoryProfile profile) {
        return profile.unseen()
                .map(unseen -> profile(unseen.profile()).withOverhead(unseen.overheadFraction()))
                .orElse(profile);
    }

    /** What turns the tensors of jobs with {@code profile} into a probability. */
    Limits limits(MemoryProfile profile) {
        return new Limits(
                profile.overheadFraction(),
                releaseFraction,
                spreads.spreadFraction(profile),
                levelFraction,
                comfortableFraction);
    }

    MemoryProfile profile(String name) {
        return profiles.stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no memory profile (" + name + ")"));
    }
}

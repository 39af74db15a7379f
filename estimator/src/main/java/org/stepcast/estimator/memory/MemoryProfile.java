package org.stepcast.estimator.memory;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stepcast.core.quantity.YamlNode;

/**
 * What a framework keeps in memory.
 *
 * @param gatedCount multiples of tokens · width that a gated MLP keeps: 3 with a fused activation, 4 without, 2 compiled
 * @param plainCount the same for an MLP without gate: before and after the activation
 * @param bucketCount elements of one bucket of gradients
 * @param reduceBufferCount contiguous buffers that buckets are reduced from
 * @param reduceBytes of one element of a reduce-scatter's input
 * @param overheadFraction what the allocator reserves beyond the allocated peak
 * @param measuredAs the profile whose measured peaks tell its spread; without any, its own name
 */
record MemoryProfile(
        String name,
        StateLayout states,
        Set<Habit> habits,
        double gatedCount,
        double plainCount,
        LossHabit loss,
        double bucketCount,
        double reduceBufferCount,
        double reduceBytes,
        ShardingHabit sharding,
        double overheadFraction,
        String measuredAs,
        Optional<Unseen> unseen) {

    /** What would be assumed had the framework's peaks never been measured. */
    record Unseen(String profile, double overheadFraction) {}

    MemoryProfile {
        habits = Set.copyOf(habits);
    }

    MemoryProfile withOverhead(double other) {
        return new MemoryProfile(
                name,
                states,
                habits,
                gatedCount,
                plainCount,
                loss,
                bucketCount,
                reduceBufferCount,
                reduceBytes,
                sharding,
                other,
                measuredAs,
                unseen);
    }

    boolean has(Habit habit) {
        return habits.contains(habit);
    }

    /** @param inPlace the fused loss of profiles that do not have their own */
    static MemoryProfile read(YamlNode section, LossBytes inPlace) {
        section.text("source");
        String name = section.text("name");
        return new MemoryProfile(
                name,
                section.oneOf("states", List.of(StateLayout.values()), StateLayout::label),
                habits(section),
                section.optionalPositive("gated_mlp").orElse(1),
                section.optionalPositive("plain_mlp").orElse(1),
                LossHabit.read(section, inPlace),
                section.optionalPositive("bucket").orElse(0),
                section.optionalPositive("reduce_buffers").orElse(0),
                section.optionalPositive("reduce_bytes").orElse(2),
                ShardingHabit.read(section),
                section.optionalPositive("overhead").orElse(0),
                section.optionalText("measured_as").orElse(name),
                section.optionalSection("unseen")
                        .map(unseen -> new Unseen(
                                unseen.text("profile"),
                                unseen.optionalPositive("overhead").orElse(1))));
    }

    private static Set<Habit> habits(YamlNode section) {
        List<String> names = section.texts("keeps");
        Set<Habit> habits = EnumSet.noneOf(Habit.class);
        for (Habit habit : Habit.values()) {
            if (names.contains(habit.label())) {
                habits.add(habit);
            }
        }
        if (habits.size() != names.size()) {
            section.fault("keeps", "must name habits, each once");
        }
        return habits;
    }
}

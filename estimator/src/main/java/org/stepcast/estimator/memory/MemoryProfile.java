package org.stepcast.estimator.memory;

import java.util.EnumSet;
import java.util.List;
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
 * @param spreadFraction standard deviation of the logarithm of what is needed
 */
record MemoryProfile(
        String name,
        StateLayout states,
        Set<Habit> habits,
        double gatedCount,
        double plainCount,
        LossBytes loss,
        double bucketCount,
        double reduceBufferCount,
        double reduceBytes,
        ShardingHabit sharding,
        double overheadFraction,
        double spreadFraction) {

    MemoryProfile {
        habits = Set.copyOf(habits);
    }

    boolean has(Habit habit) {
        return habits.contains(habit);
    }

    static MemoryProfile read(YamlNode section) {
        section.text("source");
        return new MemoryProfile(
                section.text("name"),
                section.oneOf("states", List.of(StateLayout.values()), StateLayout::label),
                habits(section),
                section.optionalPositive("gated_mlp").orElse(1),
                section.optionalPositive("plain_mlp").orElse(1),
                LossBytes.read(section.section("loss")),
                section.optionalPositive("bucket").orElse(0),
                section.optionalPositive("reduce_buffers").orElse(0),
                section.optionalPositive("reduce_bytes").orElse(2),
                ShardingHabit.read(section),
                section.optionalPositive("overhead").orElse(0),
                section.optionalPositive("spread").orElse(1));
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

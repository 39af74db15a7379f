package org.stepcast.estimator.memory;

import java.util.List;
import java.util.Optional;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.ParallelPlan.Sharding;

/**
 * How a framework shards where a run does not say.
 *
 * @param unsaid what to assume, the most usual first
 * @param least what its launch scripts do at least
 */
record ShardingHabit(List<Sharding> unsaid, Sharding least) {

    ShardingHabit {
        unsaid = List.copyOf(unsaid);
    }

    static ShardingHabit read(YamlNode section) {
        List<String> names = section.texts("usual_sharding");
        List<Sharding> unsaid = List.of(Sharding.values()).stream()
                .filter(sharding -> names.contains(sharding.label()))
                .toList();
        if (unsaid.size() != names.size()) {
            section.fault("usual_sharding", "must name shardings, each once");
        }
        return new ShardingHabit(
                unsaid,
                section.optionalOneOf("least_sharding", List.of(Sharding.values()), Sharding::label)
                        .orElse(Sharding.NONE));
    }

    List<Sharding> candidates(Optional<Sharding> said) {
        return said.map(sharding -> List.of(sharding.compareTo(least) < 0 ? least : sharding))
                .orElse(unsaid);
    }
}

package org.stepcast.estimator.memory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.Framework;
import org.stepcast.estimator.config.Framework.Compile;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * Which jobs have a profile.
 *
 * @param year the first in which it no longer holds
 * @param shardings empty for any
 * @param profile its name
 */
record ProfileRule(
        FrameworkName framework, OptionalLong year, Optional<Compile> compile, List<String> shardings, String profile) {

    ProfileRule {
        shardings = List.copyOf(shardings);
    }

    static ProfileRule read(YamlNode section) {
        return new ProfileRule(
                section.oneOf("framework", List.of(FrameworkName.values()), FrameworkName::label),
                section.optionalCount("until"),
                section.optionalFlag("compile").map(on -> on ? Compile.ON : Compile.OFF),
                section.isList("sharding") ? section.texts("sharding") : List.of(),
                section.text("profile"));
    }

    boolean holds(TrainingConfig config) {
        Framework used = config.framework();
        Sharding sharding = config.parallel().sharding();
        return used.name() == framework
                && (year.isEmpty() || used.year() < year.getAsLong())
                && (compile.isEmpty() || compile.get() == used.compile())
                && (shardings.isEmpty() || shardings.contains(sharding.label()));
    }
}

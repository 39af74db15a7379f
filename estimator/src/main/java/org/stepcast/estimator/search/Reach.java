package org.stepcast.estimator.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.Sharding;

/**
 * What a framework can be told to do, from a data file.
 *
 * @param divides what it divides over ranks besides the batch
 * @param evenStages whether stages must have as many layers each
 * @param shardedPipelines whether it shards gradients and parameters with pipeline stages
 */
record Reach(
        Set<Division> divides,
        List<Schedule> schedules,
        List<ContextExchange> exchanges,
        List<Sharding> shardings,
        List<Offload> offloads,
        boolean evenStages,
        boolean shardedPipelines) {

    private static final String FILE = "reach.yml";

    /** What ranks may have a part of. */
    enum Division {
        TENSOR,
        PIPELINE,
        CONTEXT,
        EXPERT;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Reach {
        divides = Set.copyOf(divides);
        schedules = List.copyOf(schedules);
        exchanges = List.copyOf(exchanges);
        shardings = List.copyOf(shardings);
        offloads = List.copyOf(offloads);
    }

    static Reach of(FrameworkName framework) {
        Faults faults = new Faults(FILE);
        List<YamlNode> entries = YamlFile.parse(FILE, text(), faults).sections("frameworks");
        Reach reach = entries.stream()
                .filter(entry -> entry.text("name").equals(framework.label()))
                .findFirst()
                .map(Reach::read)
                .orElseThrow(() -> new IllegalStateException(FILE + " has no " + framework.label()));
        faults.throwIfAny();
        return reach;
    }

    private static Reach read(YamlNode entry) {
        entry.text("source");
        Reach reach = new Reach(
                Set.copyOf(named(entry, "divides", Division.values(), Division::label)),
                named(entry, "schedules", Schedule.values(), Schedule::label),
                named(entry, "context_exchanges", ContextExchange.values(), ContextExchange::label),
                named(entry, "sharding", Sharding.values(), Sharding::label),
                named(entry, "offload", Offload.values(), Offload::label),
                entry.optionalFlag("even_stages").orElseThrow(),
                entry.optionalFlag("sharded_pipelines").orElseThrow());
        entry.rejectUnknownKeys();
        return reach;
    }

    private static <E> List<E> named(YamlNode entry, String key, E[] all, Function<E, String> label) {
        Set<String> names = entry.texts(key).stream().collect(Collectors.toSet());
        List<E> found = List.of(all).stream()
                .filter(one -> names.contains(label.apply(one)))
                .toList();
        if (found.size() != names.size()) {
            throw new IllegalStateException(FILE + ": " + key + " (" + names + ") has an unknown name");
        }
        return found;
    }

    private static String text() {
        try (InputStream stream = Reach.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

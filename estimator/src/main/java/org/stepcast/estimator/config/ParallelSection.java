package org.stepcast.estimator.config;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;

/** Reads the plan of the named form, and the GPU count that goes with it. */
final class ParallelSection {

    private final YamlNode section;
    private final YamlNode cluster;
    private final Sizes sizes;

    /** @param cluster the section that gives the GPU count */
    ParallelSection(YamlNode section, YamlNode cluster, Sizes sizes) {
        this.section = section;
        this.cluster = cluster;
        this.sizes = sizes;
    }

    /** The plan; usable only if no fault was found. */
    ParallelPlan read(Framework framework) {
        sizes.readOr(cluster, Size.GPU_COUNT, OptionalLong.empty());
        long tensor = sizes.readOr(section, Size.TENSOR, Defaults.ONE);
        long pipeline = sizes.readOr(section, Size.PIPELINE, Defaults.ONE);
        long context = sizes.readOr(section, Size.CONTEXT, Defaults.ONE);
        long data = sizes.readOr(section, Size.DATA, derivedData());
        return new ParallelPlan(
                tensor,
                pipeline,
                data,
                context,
                sizes.readOr(section, Size.EXPERT, Defaults.ONE),
                sizes.readOr(section, Size.VIRTUAL_STAGES, Defaults.ONE),
                section.optionalOneOf("schedule", List.of(Schedule.values()), Schedule::label)
                        .orElse(Defaults.SCHEDULE),
                sequenceParallel(tensor),
                section.optionalOneOf("sharding", List.of(Sharding.values()), Sharding::label)
                        .orElse(Defaults.sharding(framework.name())),
                overlaps(Defaults.overlaps(framework)));
    }

    /** The devices of the plan, after it was read: as given, else as many as the plan needs. */
    long deviceCount() {
        Size[] factors = {Size.TENSOR, Size.PIPELINE, Size.CONTEXT, Size.DATA};
        if (!cluster.has(Size.GPU_COUNT.key()) && sizes.areKnown(factors)) {
            sizes.put(Size.GPU_COUNT, sizes.product(factors));
        }
        return sizes.get(Size.GPU_COUNT).orElse(1);
    }

    /** The replicas that the GPU count leaves room for; 1 where it is not given either. */
    private OptionalLong derivedData() {
        if (!cluster.has(Size.GPU_COUNT.key())) {
            return OptionalLong.of(Defaults.ONE);
        }
        if (!sizes.areKnown(Size.GPU_COUNT, Size.TENSOR, Size.PIPELINE, Size.CONTEXT)) {
            return OptionalLong.empty();
        }
        long devices = sizes.value(Size.GPU_COUNT);
        long replica = sizes.product(Size.TENSOR, Size.PIPELINE, Size.CONTEXT);
        if (devices % replica == 0) {
            return OptionalLong.of(devices / replica);
        }
        if (!section.has(Size.DATA.key())) {
            cluster.fault(
                    Size.GPU_COUNT.key(),
                    "must be a multiple of tensor · pipeline · context (" + replica + ")",
                    NearNumbers.multipleHint(devices, replica));
        }
        return OptionalLong.empty();
    }

    /** Without tensor parallelism there is nothing to divide: asking for it is harmless. */
    private SequenceParallel sequenceParallel(long tensor) {
        boolean asked =
                section.optionalFlag("sequence_parallel").orElse(Defaults.SEQUENCE_PARALLEL == SequenceParallel.ON);
        return asked && tensor > 1 ? SequenceParallel.ON : SequenceParallel.OFF;
    }

    private Set<Overlap> overlaps(Set<Overlap> byDefault) {
        YamlNode flags = section.sectionOrEmpty("overlap");
        Set<Overlap> chosen = EnumSet.noneOf(Overlap.class);
        for (Overlap overlap : Overlap.values()) {
            if (flags.optionalFlag(overlap.label()).orElse(byDefault.contains(overlap))) {
                chosen.add(overlap);
            }
        }
        return chosen;
    }
}

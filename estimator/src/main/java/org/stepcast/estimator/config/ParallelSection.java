package org.stepcast.estimator.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.ParallelPlan.Table;

/** Reads the plan of the named form, and the GPU count that goes with it. */
final class ParallelSection {

    private static final String LAYERS_PER_STAGE = "layers_per_stage";

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
                section.optionalOneOf("context_exchange", List.of(ContextExchange.values()), ContextExchange::label)
                        .orElse(Defaults.CONTEXT_EXCHANGE),
                sizes.readOr(section, Size.EXPERT, Defaults.ONE),
                sizes.readOr(section, Size.EXPERT_TENSOR, tensor),
                sizes.readOr(section, Size.VIRTUAL_STAGES, Defaults.ONE),
                stageSplit(),
                section.optionalOneOf("schedule", List.of(Schedule.values()), Schedule::label)
                        .orElse(Defaults.SCHEDULE),
                sequenceParallel(tensor),
                section.optionalOneOf("sharding", List.of(Sharding.values()), Sharding::label)
                        .orElse(Defaults.sharding(framework.name())),
                overlaps(Defaults.overlaps(framework)));
    }

    private StageSplit stageSplit() {
        List<Long> given = section.wholes(LAYERS_PER_STAGE);
        Set<Table> counted = EnumSet.noneOf(Table.class);
        addIf(section.optionalFlag("count_embedding_as_layer"), Table.EMBEDDING, counted);
        addIf(section.optionalFlag("count_output_layer_as_layer"), Table.OUTPUT_LAYER, counted);
        if (!section.has(LAYERS_PER_STAGE)) {
            return new StageSplit.Even(counted);
        }
        if (!counted.isEmpty()) {
            section.fault(LAYERS_PER_STAGE, "cannot go with tables counted as layers", "Leave one of them out.");
        }
        checkLayers(given);
        return new StageSplit.Given(given);
    }

    private static void addIf(Optional<Boolean> flag, Table table, Set<Table> tables) {
        if (flag.orElse(false)) {
            tables.add(table);
        }
    }

    /** One number for each chunk of the model, and together all layers. */
    private void checkLayers(List<Long> given) {
        if (!sizes.areKnown(Size.PIPELINE, Size.VIRTUAL_STAGES, Size.LAYERS)) {
            return;
        }
        long chunks = sizes.product(Size.PIPELINE, Size.VIRTUAL_STAGES);
        long layers = sizes.value(Size.LAYERS);
        if (given.size() != chunks || given.stream().anyMatch(count -> count < 0 || count > layers)) {
            section.fault(
                    LAYERS_PER_STAGE, "must be " + chunks + " whole numbers, one for each stage and virtual stage");
        } else if (given.stream().mapToLong(Long::longValue).sum() != layers) {
            section.fault(LAYERS_PER_STAGE, "must add up to the layer count (" + layers + ")");
        }
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

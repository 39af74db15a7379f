package org.stepcast.estimator.search;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.search.Reach.Division;

/**
 * Every plan that a framework can run on the devices of a job, kept keys as the job has them. What has no effect in a plan,
 * such as the schedule without a pipeline, is not varied there.
 */
final class PlanSpace {

    /** The order of micro-batches in a pipeline. */
    record Order(Schedule schedule, long virtualStageCount) {}

    /** What plans that are alike in everything else differ in, mostly at the end of a step. */
    record Ending(Sharding sharding, Offload offload, Set<Overlap> overlaps) {}

    private final TrainingConfig job;
    private final ParallelPlan plan;
    private final Set<PlanKey> kept;
    private final Reach reach;

    PlanSpace(TrainingConfig job, Set<PlanKey> kept, Reach reach) {
        this.job = job;
        this.plan = job.parallel();
        this.kept = kept;
        this.reach = reach;
    }

    /** Every way to divide the devices. */
    List<Layout> layouts() {
        List<Layout> layouts = new ArrayList<>();
        for (long tensor : sizes(PlanKey.TENSOR, Division.TENSOR, plan.tensorSize(), job.deviceCount())) {
            long withoutTensor = job.deviceCount() / tensor;
            for (long context : sizes(PlanKey.CONTEXT, Division.CONTEXT, plan.contextSize(), withoutTensor)) {
                long withoutContext = withoutTensor / context;
                for (long pipeline : sizes(PlanKey.PIPELINE, Division.PIPELINE, plan.pipelineSize(), withoutContext)) {
                    long data = withoutContext / pipeline;
                    if (!keeps(PlanKey.DATA) || data == plan.dataSize()) {
                        addLayouts(layouts, tensor, context, pipeline, data);
                    }
                }
            }
        }
        return layouts;
    }

    private void addLayouts(List<Layout> layouts, long tensor, long context, long pipeline, long data) {
        for (SequenceParallel sequence : sequences(tensor)) {
            for (ContextExchange exchange : exchanges(context)) {
                for (long expert : experts()) {
                    for (long expertTensor : expertTensors(tensor)) {
                        layouts.add(
                                new Layout(tensor, sequence, pipeline, context, exchange, data, expert, expertTensor));
                    }
                }
            }
        }
    }

    /** Orders of micro-batches; without a pipeline there is only one. */
    List<Order> orders(Layout layout) {
        boolean alone = layout.pipelineSize() == 1;
        Schedule flat = plan.schedule() == Schedule.INTERLEAVED ? Schedule.ONE_FORWARD_ONE_BACKWARD : plan.schedule();
        List<Schedule> schedules =
                alone ? List.of(flat) : options(PlanKey.SCHEDULE, plan.schedule(), reach.schedules());
        return schedules.stream()
                .flatMap(schedule -> chunks(schedule, layout).mapToObj(chunks -> new Order(schedule, chunks)))
                .filter(order ->
                        !keeps(PlanKey.VIRTUAL_STAGES) || order.virtualStageCount() == plan.virtualStageCount())
                .toList();
    }

    private LongStream chunks(Schedule schedule, Layout layout) {
        if (schedule != Schedule.INTERLEAVED) {
            return LongStream.of(1);
        }
        if (plan.stageSplit() instanceof StageSplit.Given) {
            return LongStream.of(plan.virtualStageCount());
        }
        long entries = entryCount();
        return LongStream.rangeClosed(2, Math.max(1, entries / layout.pipelineSize()))
                .filter(chunks -> entries % (chunks * layout.pipelineSize()) == 0);
    }

    /** Layers, and tables that make room for themselves as layers do. */
    long entryCount() {
        int tables = plan.stageSplit() instanceof StageSplit.Even even
                ? even.countedAsLayers().size()
                : 0;
        return job.model().layerCount() + tables;
    }

    /** Micro-batches that fill the replicas evenly; empty where the replicas do not divide the batch. */
    List<Batch> batches(Layout layout) {
        Batch batch = job.batch();
        if (batch.globalSize() % layout.dataSize() != 0) {
            return List.of();
        }
        long perReplica = batch.globalSize() / layout.dataSize();
        List<Long> sizes = keeps(PlanKey.MICRO)
                ? Stream.of(batch.microSize())
                        .filter(size -> perReplica % size == 0)
                        .toList()
                : Divisors.of(perReplica);
        return sizes.stream()
                .map(size -> new Batch(batch.sequenceTokens(), size, batch.globalSize()))
                .toList();
    }

    List<Recompute> recomputes() {
        return options(PlanKey.RECOMPUTE, job.recompute(), List.of(Recompute.values()));
    }

    /** Endings with the same sharding and offload follow each other. */
    List<Ending> endings(Layout layout) {
        List<Ending> endings = new ArrayList<>();
        for (Sharding sharding : shardings(layout)) {
            for (Offload offload : options(PlanKey.OFFLOAD, job.offload(), reach.offloads())) {
                overlaps(layout, sharding).forEach(overlaps -> endings.add(new Ending(sharding, offload, overlaps)));
            }
        }
        return endings;
    }

    private List<Sharding> shardings(Layout layout) {
        boolean sharesNothing = layout.replicaCount() == 1;
        boolean inOneNode = layout.tensorSize() * layout.replicaCount()
                <= job.cluster().node().deviceCount();
        List<Sharding> all = options(PlanKey.SHARDING, plan.sharding(), reach.shardings());
        List<Sharding> able = all.stream()
                .filter(sharding -> sharding != Sharding.HSDP || !inOneNode || all.size() == 1)
                .filter(sharding -> layout.pipelineSize() == 1
                        || reach.shardedPipelines()
                        || sharding == Sharding.NONE
                        || sharding == Sharding.ZERO1)
                .toList();
        return sharesNothing ? able.stream().limit(1).toList() : able;
    }

    /** Each kind of overlap on and off where it has an effect, else as the job has it. */
    private List<Set<Overlap>> overlaps(Layout layout, Sharding sharding) {
        List<Set<Overlap>> sets = new ArrayList<>(List.of(Set.of()));
        for (Overlap overlap : Overlap.values()) {
            boolean now = plan.overlaps().contains(overlap);
            boolean varied = !keeps(PlanKey.OVERLAP) && matters(overlap, layout, sharding);
            List<Set<Overlap>> without = sets;
            sets = Stream.of(true, false)
                    .filter(on -> varied || on == now)
                    .flatMap(on -> without.stream().map(set -> on ? plus(set, overlap) : set))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        return sets.stream().map(Set::copyOf).toList();
    }

    private static Set<Overlap> plus(Set<Overlap> set, Overlap overlap) {
        Set<Overlap> larger = EnumSet.of(overlap);
        larger.addAll(set);
        return larger;
    }

    /** Parameters that are gathered layer by layer overlap anyway. */
    private static boolean matters(Overlap overlap, Layout layout, Sharding sharding) {
        boolean gathers = layout.pipelineSize() == 1
                && (sharding == Sharding.ZERO3 || sharding == Sharding.FSDP || sharding == Sharding.HSDP);
        return switch (overlap) {
            case GRADIENT_REDUCE -> layout.replicaCount() > 1 && !gathers;
            case PARAMETER_GATHER -> layout.replicaCount() > 1 && !gathers && sharding != Sharding.NONE;
            case TENSOR -> layout.tensorSize() > 1;
            case EXPERT, LAYER_PREFETCH -> false; // as the job has it
        };
    }

    private List<SequenceParallel> sequences(long tensor) {
        return tensor == 1
                ? List.of(SequenceParallel.OFF)
                : options(PlanKey.SEQUENCE_PARALLEL, plan.sequenceParallel(), List.of(SequenceParallel.values()));
    }

    private List<ContextExchange> exchanges(long context) {
        return context == 1
                ? List.of(plan.contextExchange())
                : options(PlanKey.CONTEXT_EXCHANGE, plan.contextExchange(), reach.exchanges());
    }

    private List<Long> experts() {
        return job.model().experts() instanceof Mixture mixture
                        && reach.divides().contains(Division.EXPERT)
                ? options(PlanKey.EXPERT, plan.expertSize(), Divisors.of(mixture.expertCount()))
                : List.of(1L);
    }

    private List<Long> expertTensors(long tensor) {
        return job.model().experts() instanceof Mixture
                ? options(PlanKey.EXPERT_TENSOR, plan.expertTensorSize(), Divisors.of(tensor))
                : List.of(tensor);
    }

    private List<Long> sizes(PlanKey key, Division division, long now, long devices) {
        if (keeps(key)) {
            return devices % now == 0 ? List.of(now) : List.of();
        }
        return reach.divides().contains(division) ? Divisors.of(devices) : List.of(1L);
    }

    /** What the framework can do, and what the job has; only the latter where the key is kept. */
    private <E> List<E> options(PlanKey key, E now, List<E> able) {
        if (keeps(key)) {
            return List.of(now);
        }
        return able.contains(now) || !(now instanceof Enum<?>)
                ? able
                : Stream.concat(Stream.of(now), able.stream()).toList();
    }

    private boolean keeps(PlanKey key) {
        return kept.contains(key);
    }
}

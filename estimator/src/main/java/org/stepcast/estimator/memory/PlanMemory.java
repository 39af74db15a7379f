package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate.Limits;
import org.stepcast.estimator.memory.StageMoments.States;
import org.stepcast.estimator.model.BlockWork.Kind;
import org.stepcast.estimator.model.ModelGraph;
import org.stepcast.estimator.model.StageWork;

/**
 * Whether plans of one job fit, as {@link MemoryModel} says. The peak of a stage is what is alive in every moment, and the
 * largest of what else is alive in one:
 *
 * <pre>
 * peak = held + max(beyond held in the passes, optimizer step)
 * </pre>
 *
 * <p>What is held depends on the sharding and the micro-batch, the rest of the passes on everything but most of the
 * sharding; each part is counted once for the plans that share it, so that neighbouring plans should follow each other. For
 * one thread.
 */
public final class PlanMemory {

    /** More would take memory, and the plans that share a part follow each other. */
    private static final int KEPT_PARTS = 4096;

    private final MemoryFigures figures;
    private final Generation generation;
    private final double capacityBytes;
    private final Map<Sharding, MemoryProfile> profiles = new HashMap<>();
    private final Map<StageKey, List<StageWork>> stages = new HashMap<>();
    private final Map<LayerKey, List<LayerMemory>> layers = new HashMap<>();
    private final Map<StateKey, List<States>> states = new HashMap<>();
    private final Map<PassKey, List<Passes>> passes = new HashMap<>();

    PlanMemory(MemoryFigures figures, TrainingConfig job) {
        this.figures = figures;
        this.generation = figures.generation(job.cluster().device());
        this.capacityBytes = figures.capacityBytes(job.cluster().device());
    }

    /**
     * What a plan needs.
     *
     * @param stage the one that needs most, counted from 0
     */
    public record Need(double neededBytes, double capacityBytes, boolean fits, int stage) {

        /** Share of the device's memory that is left; negative where it does not suffice. */
        public double headroomFraction() {
            return 1 - neededBytes / capacityBytes;
        }
    }

    /** What {@code plan} needs on its fullest stage. */
    public Need of(TrainingConfig plan) {
        MemoryProfile profile = profiles.computeIfAbsent(plan.parallel().sharding(), sharding -> figures.profile(plan));
        Setting setting = Setting.of(plan, profile);
        List<States> held = kept(
                states,
                StateKey.of(plan),
                () -> stagesUnlike(setting).stream()
                        .map(stage -> States.of(setting, stage, generation))
                        .toList());
        List<Passes> beyond = kept(
                passes,
                PassKey.of(setting),
                () -> stagesUnlike(setting).stream()
                        .map(stage -> Passes.of(StageMoments.of(setting, stage, generation)))
                        .toList());
        long most = 0;
        int fullest = 0;
        for (int i = 0; i < held.size(); i++) {
            long bytes = held.get(i).heldBytes()
                    + Math.max(beyond.get(i).beyondHeldBytes(), held.get(i).steppingBytes());
            fullest = bytes > most ? beyond.get(i).stage() : fullest;
            most = Math.max(most, bytes);
        }
        return need(setting, most, fullest);
    }

    /** The most that is alive in a forward or backward pass of a stage beyond what always is. */
    private record Passes(int stage, long beyondHeldBytes) {

        static Passes of(StageMemory stage) {
            return new Passes(stage.stage(), stage.passBytes() - stage.heldBytes());
        }
    }

    private Need need(Setting setting, long allocatedBytes, int stage) {
        Limits limits = figures.limits(setting.profile());
        long layerCount =
                works(setting).stream().mapToLong(StageWork::layerCount).max().orElseThrow();
        OutsideMemory outside = OutsideMemory.of(setting, figures, layerCount);
        double needed = limits.neededBytes(allocatedBytes, outside);
        boolean fits = limits.outOfMemoryProbability(needed, outside, capacityBytes) <= limits.levelFraction();
        return new Need(needed, capacityBytes, fits, stage);
    }

    private List<StageWork> works(Setting setting) {
        return kept(
                stages,
                StageKey.of(setting.config()),
                () -> ModelGraph.of(setting.config()).stages());
    }

    /** One of all stages with the same layers: the first, which holds most micro-batches. */
    private List<StageLayers> stagesUnlike(Setting setting) {
        List<StageWork> works = works(setting);
        List<LayerMemory> kinds = kept(layers, LayerKey.of(setting), () -> MemoryModel.layerKinds(setting));
        Map<List<Object>, StageLayers> unlike = new LinkedHashMap<>();
        for (int stage = 0; stage < works.size(); stage++) {
            StageWork work = works.get(stage);
            List<Object> likeness = new ArrayList<>();
            likeness.add(stage == 0);
            likeness.add(stage == works.size() - 1);
            work.chunks()
                    .forEach(chunk -> likeness.add(chunk.blocks().stream()
                            .map(block -> new Blocks(block.kind(), block.count()))
                            .toList()));
            int number = stage;
            unlike.computeIfAbsent(likeness, key -> StageLayers.of(work, number, works.size(), kinds));
        }
        return List.copyOf(unlike.values());
    }

    private record Blocks(Kind kind, long count) {}

    private static <K, V> V kept(Map<K, V> parts, K key, Supplier<V> count) {
        V found = parts.get(key);
        if (found == null) {
            if (parts.size() >= KEPT_PARTS) {
                parts.clear();
            }
            found = count.get();
            parts.put(key, found);
        }
        return found;
    }

    /** What the parameters of each stage depend on. */
    private record StageKey(
            long tensorSize, long pipelineSize, long virtualStageCount, long expertSize, long expertTensorSize) {

        static StageKey of(TrainingConfig config) {
            ParallelPlan plan = config.parallel();
            return new StageKey(
                    plan.tensorSize(),
                    plan.pipelineSize(),
                    plan.virtualStageCount(),
                    plan.expertSize(),
                    plan.expertTensorSize());
        }
    }

    /** What the tensors of a layer depend on. */
    private record LayerKey(
            long tensorSize,
            SequenceParallel sequenceParallel,
            long contextSize,
            ContextExchange exchange,
            long expertSize,
            long expertTensorSize,
            long microSize,
            Recompute recompute,
            String profile,
            boolean gathersWeights,
            boolean prefetches,
            Offload offload) {

        static LayerKey of(Setting setting) {
            ParallelPlan plan = setting.plan();
            return new LayerKey(
                    plan.tensorSize(),
                    plan.sequenceParallel(),
                    plan.contextSize(),
                    plan.contextExchange(),
                    plan.expertSize(),
                    plan.expertTensorSize(),
                    setting.config().batch().microSize(),
                    setting.config().recompute(),
                    setting.profile().name(),
                    setting.gathersWeights(),
                    plan.overlaps().contains(Overlap.LAYER_PREFETCH),
                    setting.config().offload());
        }
    }

    /** What is held in every moment depends on this. */
    private record StateKey(
            StageKey stages,
            SequenceParallel sequenceParallel,
            long contextSize,
            long dataSize,
            Batch batch,
            Sharding sharding,
            boolean overlapsTensor,
            Offload offload) {

        static StateKey of(TrainingConfig config) {
            ParallelPlan plan = config.parallel();
            return new StateKey(
                    StageKey.of(config),
                    plan.sequenceParallel(),
                    plan.contextSize(),
                    plan.dataSize(),
                    config.batch(),
                    plan.sharding(),
                    plan.overlaps().contains(Overlap.TENSOR),
                    config.offload());
        }
    }

    /** What else is alive in the passes depends on this. */
    private record PassKey(LayerKey layer, StageKey stages, long dataSize, Schedule schedule) {

        static PassKey of(Setting setting) {
            return new PassKey(
                    LayerKey.of(setting),
                    StageKey.of(setting.config()),
                    setting.plan().dataSize(),
                    setting.plan().schedule());
        }
    }
}

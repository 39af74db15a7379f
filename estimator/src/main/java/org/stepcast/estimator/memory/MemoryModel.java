package org.stepcast.estimator.memory;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.BlockWork.Kind;
import org.stepcast.estimator.model.ModelGraph;
import org.stepcast.estimator.model.StageWork;

/**
 * Peak memory of training jobs, tensor by tensor. Safe for use by several threads.
 *
 * <p>Every stage has a few moments at which it may be fullest; each is the list of tensors alive then. The peak of a stage
 * is its largest moment, the peak of the job its fullest stage. Source: docs/memory.md has one for each part.
 */
public final class MemoryModel {

    /** The profile whose states are those of the ZeRO paper. */
    private static final String STRATEGY_PROFILE = "generic";

    private final MemoryFigures figures;

    private MemoryModel(MemoryFigures figures) {
        this.figures = figures;
    }

    /** The model with the figures that Stepcast ships. */
    public static MemoryModel builtIn() {
        return new MemoryModel(MemoryFigures.builtIn());
    }

    /** The peak of a job under the habits of its framework. */
    public MemoryEstimate estimate(TrainingConfig config) {
        return estimate(Setting.of(config, figures.profile(config)));
    }

    /** The peak under the habits that a published run's words tell. */
    public MemoryEstimate estimate(TrainingConfig config, RunWords words) {
        return estimate(Setting.of(config, figures.profile(figures.published().profile(words))));
    }

    /** The same as if no peak of the run's framework had ever been measured. */
    public MemoryEstimate estimateUnseen(TrainingConfig config, RunWords words) {
        return estimate(Setting.of(
                config, figures.unseen(figures.profile(figures.published().profile(words)))));
    }

    /** Memory of many plans of {@code job}. */
    public PlanMemory plansOf(TrainingConfig job) {
        return new PlanMemory(figures, job);
    }

    /** Memory under each strategy of sharding, and of the weights alone. */
    public MemoryStrategies strategies(TrainingConfig config) {
        MemoryEstimate memory = estimate(config.withOffload(Offload.NONE));
        Setting setting = Setting.of(config, figures.profile(config));
        StageWeights largest = stages(setting).stream()
                .map(layers -> StageWeights.of(setting, layers))
                .max(Comparator.comparingLong(StageWeights::count))
                .orElseThrow();
        return new StrategyTable(config.withOffload(Offload.NONE), figures.profile(STRATEGY_PROFILE), largest, memory)
                .table();
    }

    /** How a published run may have sharded its states, given what it says of that. */
    public List<Sharding> shardings(RunWords words, Optional<Sharding> said) {
        return figures.profile(figures.published().profile(words)).sharding().candidates(said);
    }

    /** What a peak that a run published counts. */
    public MemoryBasis basis(RunWords words) {
        return figures.published().basis(words);
    }

    /** Bytes that a run means by one gibibyte. */
    public double gibibyteBytes(RunWords words) {
        return figures.published().gibibyteBytes(words);
    }

    /**
     * The peak under the habits of a profile of memory.yml.
     *
     * @throws IllegalArgumentException if there is no such profile
     */
    public MemoryEstimate estimate(TrainingConfig config, String profile) {
        return estimate(Setting.of(config, figures.profile(profile)));
    }

    private MemoryEstimate estimate(Setting setting) {
        TrainingConfig config = setting.config();
        Generation generation = figures.generation(config.cluster().device());
        List<StageMemory> stages = stages(setting).stream()
                .map(layers -> StageMoments.of(setting, layers, generation))
                .toList();
        long layerCount =
                stages.stream().mapToLong(StageMemory::layerCount).max().orElseThrow();
        return new MemoryEstimate(
                setting.profile().name(),
                stages,
                OutsideMemory.of(setting, figures, layerCount),
                figures.capacityBytes(config.cluster().device()),
                figures.limits(setting.profile()));
    }

    private static List<StageLayers> stages(Setting setting) {
        List<StageWork> stages = ModelGraph.of(setting.config()).stages();
        List<LayerMemory> kinds = layerKinds(setting);
        return IntStream.range(0, stages.size())
                .mapToObj(stage -> StageLayers.of(stages.get(stage), stage, stages.size(), kinds))
                .toList();
    }

    /** Every kind of layer that the model has. */
    static List<LayerMemory> layerKinds(Setting setting) {
        return Stream.of(Kind.DENSE_LAYER, Kind.EXPERT_LAYER)
                .filter(kind -> has(setting, kind))
                .map(kind -> LayerMemory.of(setting, LayerKind.of(setting, kind)))
                .toList();
    }

    private static boolean has(Setting setting, Kind kind) {
        long sparse = setting.model().expertLayerCount();
        return kind == Kind.EXPERT_LAYER ? sparse > 0 : sparse < setting.model().layerCount();
    }
}

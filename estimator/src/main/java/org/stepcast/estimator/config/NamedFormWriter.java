package org.stepcast.estimator.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.estimator.config.Framework.Compile;
import org.stepcast.estimator.config.Framework.CudaGraphs;
import org.stepcast.estimator.config.Framework.ExpertDispatch;
import org.stepcast.estimator.config.Framework.FusedLoss;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.ParallelPlan.Table;

/**
 * Writes jobs in the named form: what {@link ConfigReader} reads back is the same job. Every key of the plan is written,
 * defaults included, so that a later default changes nothing.
 */
public final class NamedFormWriter {

    private final ModelMapping models;
    private final ClusterMapping clusters;

    /** @param options what the text may refer to by name */
    public NamedFormWriter(ReadOptions options) {
        this.models = new ModelMapping(options.presets());
        this.clusters = new ClusterMapping(options.clusters());
    }

    /**
     * The text of a file.
     *
     * @throws org.stepcast.core.error.NotCoveredException if the job's cluster is known by folders of samples alone
     */
    public String text(TrainingConfig config) {
        return YamlFile.text(mapping(config));
    }

    /**
     * The mapping of a file with all fields of the model in place of a preset's name.
     *
     * @throws org.stepcast.core.error.NotCoveredException if the job's cluster is known by folders of samples alone
     */
    public Map<String, Object> fields(TrainingConfig config) {
        Map<String, Object> top = mapping(config);
        top.put("model", ModelMapping.fields(config.model()));
        return top;
    }

    /**
     * The mapping of a file.
     *
     * @throws org.stepcast.core.error.NotCoveredException if the job's cluster is known by folders of samples alone
     */
    public Map<String, Object> mapping(TrainingConfig config) {
        Map<String, Object> top = new LinkedHashMap<>();
        top.put("model", models.of(config.model()));
        top.put("cluster", clusters.of(config));
        top.put("parallel", parallel(config));
        top.put("batch", batch(config.batch()));
        top.put("precision", config.precision().label());
        top.put("recompute", config.recompute().label());
        top.put("offload", config.offload().label());
        top.put("attention", config.attention().label());
        top.put("framework", framework(config.framework()));
        config.calibration().ifPresent(known -> top.put("calibration", calibration(known)));
        config.run().ifPresent(run -> top.put("run", RunSection.write(run)));
        return top;
    }

    /** The keys of {@code parallel}; those of experts and of context ranks only where there are some. */
    public static Map<String, Object> parallel(TrainingConfig config) {
        ParallelPlan plan = config.parallel();
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(Size.TENSOR.key(), plan.tensorSize());
        keys.put(Size.PIPELINE.key(), plan.pipelineSize());
        keys.put(Size.DATA.key(), plan.dataSize());
        keys.put(Size.CONTEXT.key(), plan.contextSize());
        if (plan.contextSize() > 1) {
            keys.put("context_exchange", plan.contextExchange().label());
        }
        if (config.model().expertLayerCount() > 0) {
            keys.put(Size.EXPERT.key(), plan.expertSize());
            keys.put(Size.EXPERT_TENSOR.key(), plan.expertTensorSize());
        }
        keys.put(Size.VIRTUAL_STAGES.key(), plan.virtualStageCount());
        keys.putAll(stageSplit(plan.stageSplit()));
        keys.put("schedule", plan.schedule().label());
        keys.put("sequence_parallel", plan.sequenceParallel() == SequenceParallel.ON);
        keys.put("sharding", plan.sharding().label());
        Map<String, Object> overlap = new LinkedHashMap<>();
        for (Overlap kind : Overlap.values()) {
            overlap.put(kind.label(), plan.overlaps().contains(kind));
        }
        keys.put("overlap", overlap);
        return keys;
    }

    private static Map<String, Object> stageSplit(StageSplit split) {
        return switch (split) {
            case StageSplit.Given given -> Map.of("layers_per_stage", given.layerCounts());
            case StageSplit.Even even -> {
                Map<String, Object> keys = new LinkedHashMap<>();
                List.of(Table.values()).stream()
                        .filter(even.countedAsLayers()::contains)
                        .forEach(table -> keys.put(
                                switch (table) {
                                    case EMBEDDING -> "count_embedding_as_layer";
                                    case OUTPUT_LAYER -> "count_output_layer_as_layer";
                                },
                                true));
                yield keys;
            }
        };
    }

    /** The keys of {@code batch}. */
    public static Map<String, Object> batch(Batch batch) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(Size.SEQUENCE.key(), batch.sequenceTokens());
        keys.put(Size.MICRO.key(), batch.microSize());
        keys.put(Size.GLOBAL.key(), batch.globalSize());
        return keys;
    }

    /** The keys of {@code framework}. */
    public static Map<String, Object> framework(Framework framework) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", framework.name().label());
        keys.put("year", framework.year());
        keys.put("compile", framework.compile() == Compile.ON);
        if (framework.fusedLoss() != FusedLoss.BY_FRAMEWORK) {
            keys.put("fused_loss", framework.fusedLoss() == FusedLoss.ON);
        }
        keys.put("cuda_graphs", framework.cudaGraphs() == CudaGraphs.ON);
        if (framework.expertDispatch() != ExpertDispatch.BY_FRAMEWORK) {
            keys.put("expert_dispatch", framework.expertDispatch().label());
        }
        return keys;
    }

    /** Every field of a model, though it is a preset. */
    public static Map<String, Object> modelFields(Architecture model) {
        return ModelMapping.fields(model);
    }

    /** Every figure of a cluster, though it is a known one. */
    public static Map<String, Object> clusterFigures(Cluster cluster) {
        return ClusterMapping.figures(cluster);
    }

    /** The keys of {@code run}. */
    public static Map<String, Object> run(RunLength run) {
        return RunSection.write(run);
    }

    /** The keys of {@code calibration}. */
    public static Map<String, Object> calibration(Calibration calibration) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("factor", calibration.factor());
        keys.put("source", calibration.source());
        return keys;
    }
}

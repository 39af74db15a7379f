package org.stepcast.estimator.model;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.CrossEntropy;
import org.stepcast.core.operator.Embedding;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Architecture.Residual;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * The model as the plan divides it: what each pipeline stage does.
 *
 * @param stages in the order of the pipeline
 */
public record ModelGraph(List<StageWork> stages, Placement placement) {

    public ModelGraph {
        stages = List.copyOf(stages);
    }

    /** Divides the model of {@code config} by its plan. */
    public static ModelGraph of(TrainingConfig config) {
        List<Long> layers = LayerSplit.layers(
                config.framework().name(),
                config.model().layerCount(),
                config.parallel().pipelineSize());
        List<StageWork> stages = new ArrayList<>();
        for (int stage = 0; stage < layers.size(); stage++) {
            stages.add(stage(config, stage, layers));
        }
        return new ModelGraph(stages, new Placement(config.parallel(), deviceCountPerNode(config)));
    }

    private static long deviceCountPerNode(TrainingConfig config) {
        long perNode = config.published().map(job -> job.deviceCountPerNode()).orElse((long)
                config.cluster().node().deviceCount());
        return Math.min(perNode, config.deviceCount());
    }

    private static StageWork stage(TrainingConfig config, int stage, List<Long> layers) {
        Architecture model = config.model();
        RankShape shape = RankShape.of(config);
        long layerCount = layers.get(stage);
        boolean first = stage == 0;
        boolean last = stage == layers.size() - 1;
        List<OperatorUse> operators = new ArrayList<>();
        StageParameters parameters = StageParameters.layers(model, shape, layerCount);
        if (first) {
            operators.add(
                    once("embedding", new Embedding(shape.tokens(), shape.vocabularyShardSize(), model.hiddenSize())));
            parameters = parameters.plus(StageParameters.embedding(model, shape));
        }
        operators.addAll(LayerOperators.of(model, shape, config.attention(), config.recompute(), layerCount));
        if (last) {
            operators.addAll(head(model, shape));
            parameters = parameters.plus(StageParameters.head(model, shape));
        }
        return new StageWork(
                layerCount,
                operators,
                tensorCollectives(config, layerCount, first, last),
                parameters.count(),
                parameters.tensorCount(),
                parameters.largestCount());
    }

    private static List<OperatorUse> head(Architecture model, RankShape shape) {
        return List.of(
                once("final norm", new Normalization(model.normalization(), shape.dividedTokens(), model.hiddenSize())),
                once(
                        "output layer",
                        new Gemm(shape.tokens(), shape.vocabularyShardSize(), model.hiddenSize(), Bias.NONE)),
                once(
                        "cross entropy",
                        new CrossEntropy(shape.microBatchSize(), shape.sequenceTokens(), shape.vocabularyShardSize())));
    }

    private static OperatorUse once(String name, Operator operator) {
        return new OperatorUse(name, operator, 1, 0);
    }

    /**
     * Two all-reduces of the activations in each pass of a layer (Shoeybi et al. 2019, arXiv 1909.08053), one where
     * attention and MLP stand side by side, or as many pairs of all-gather and reduce-scatter with sequence parallelism
     * (Korthikanti et al. 2022, arXiv 2205.05198).
     */
    private static List<CollectiveUse> tensorCollectives(
            TrainingConfig config, long layerCount, boolean first, boolean last) {
        if (config.parallel().tensorSize() == 1) {
            return List.of();
        }
        long perPass = (config.model().residual() == Residual.PARALLEL ? 1 : 2) * layerCount;
        long recomputed = config.recompute() == Recompute.FULL ? perPass : 0;
        List<CollectiveUse> uses = new ArrayList<>();
        if (config.parallel().sequenceParallel() == SequenceParallel.ON) {
            // The backward pass gathers the inputs once more for the weight gradients.
            uses.add(use(config, CollectiveKind.ALL_GATHER, perPass, 2 * perPass, recomputed));
            uses.add(use(config, CollectiveKind.REDUCE_SCATTER, perPass, perPass, recomputed));
        } else {
            uses.add(use(config, CollectiveKind.ALL_REDUCE, perPass, perPass, recomputed));
        }
        if (first) {
            uses.add(use(config, CollectiveKind.ALL_REDUCE, 1, 0, 0));
        }
        if (last) {
            uses.add(crossEntropyReduce(config));
        }
        return uses;
    }

    private static CollectiveUse use(
            TrainingConfig config, CollectiveKind kind, long forward, long backward, long recompute) {
        double bytes = (double) config.batch().microSize()
                * config.batch().sequenceTokens()
                * config.model().hiddenSize()
                * config.precision().byteCount();
        return new CollectiveUse(
                "tensor parallel " + kind.label(), collective(config, kind, bytes), forward, backward, recompute);
    }

    /** Maximum, target and sum of the logits of each token, in fp32. */
    private static CollectiveUse crossEntropyReduce(TrainingConfig config) {
        double bytes =
                (double) config.batch().microSize() * config.batch().sequenceTokens() * Precision.FP32.byteCount();
        return new CollectiveUse(
                "cross entropy all_reduce", collective(config, CollectiveKind.ALL_REDUCE, bytes), 3, 0, 0);
    }

    private static Collective collective(TrainingConfig config, CollectiveKind kind, double bytes) {
        Placement placement = new Placement(config.parallel(), deviceCountPerNode(config));
        return new Collective(kind, bytes, placement.tensorGroup());
    }
}

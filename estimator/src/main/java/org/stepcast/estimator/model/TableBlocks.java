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
import org.stepcast.estimator.config.Biases;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.Positions.Learned;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;
import org.stepcast.estimator.model.CollectiveUse.Purpose;

/** What stands before the first and after the last layer, on one rank. */
final class TableBlocks {

    private final TrainingConfig config;
    private final Architecture model;
    private final RankShape shape;
    private final Placement placement;

    TableBlocks(TrainingConfig config, RankShape shape, Placement placement) {
        this.config = config;
        this.model = config.model();
        this.shape = shape;
        this.placement = placement;
    }

    BlockWork embedding() {
        List<OperatorUse> operators = new ArrayList<>();
        operators.add(
                once("embedding", new Embedding(shape.tokens(), shape.vocabularyShardSize(), model.hiddenSize())));
        ParameterCounts parameters = table();
        if (model.positions() instanceof Learned learned) {
            parameters = parameters.plus(ParameterCounts.matrix(learned.rowCount(), model.hiddenSize()));
        }
        if (model.vocabulary().embeddingNorm() == EmbeddingNorm.PRESENT) {
            operators.add(once("embedding norm", norm()));
            parameters = parameters.plus(ParameterCounts.norms(model, 1));
        }
        List<CollectiveUse> collectives = isDivided() ? List.of(use(CollectiveKind.ALL_REDUCE, 1, 0)) : List.of();
        return block(BlockWork.Kind.EMBEDDING, operators, collectives, parameters);
    }

    BlockWork outputLayer() {
        Bias bias = model.biases() == Biases.ALL_AND_OUTPUT_LAYER ? Bias.ADDED : Bias.NONE;
        List<OperatorUse> operators = List.of(
                once("final norm", norm()),
                once("output layer", new Gemm(shape.tokens(), shape.vocabularyShardSize(), model.hiddenSize(), bias)),
                once(
                        "cross entropy",
                        new CrossEntropy(shape.microBatchSize(), shape.sequenceTokens(), shape.vocabularyShardSize())));
        ParameterCounts parameters = ParameterCounts.norms(model, 1);
        if (!sharesTable()) {
            parameters = parameters.plus(table());
        }
        if (bias == Bias.ADDED) {
            parameters = parameters.plus(ParameterCounts.vector(shape.vocabularyShardSize()));
        }
        return block(BlockWork.Kind.OUTPUT_LAYER, operators, isDivided() ? outputCollectives() : List.of(), parameters);
    }

    /** A tied table that is on the same rank as the embedding is there once; another stage holds a copy. */
    private boolean sharesTable() {
        return model.embeddings() == Embeddings.TIED && config.parallel().pipelineSize() == 1;
    }

    ParameterCounts table() {
        return ParameterCounts.matrix(shape.vocabularyShardSize(), model.hiddenSize());
    }

    /** The rows before the output layer and their gradients, then maximum, target and sum of each token's logits in fp32. */
    private List<CollectiveUse> outputCollectives() {
        List<CollectiveUse> uses = new ArrayList<>();
        if (config.parallel().sequenceParallel() == SequenceParallel.ON) {
            uses.add(use(CollectiveKind.ALL_GATHER, 1, 1));
            uses.add(use(CollectiveKind.REDUCE_SCATTER, 0, 1));
        } else {
            uses.add(use(CollectiveKind.ALL_REDUCE, 0, 1));
        }
        double bytes = (double) shape.tokens() * Precision.FP32.byteCount();
        uses.add(new CollectiveUse(
                "cross entropy all_reduce",
                Purpose.TENSOR,
                new Collective(CollectiveKind.ALL_REDUCE, bytes, placement.tensorGroup()),
                3,
                0,
                0));
        return uses;
    }

    private CollectiveUse use(CollectiveKind kind, long forwardCount, long backwardCount) {
        double bytes = (double) shape.tokens() * model.hiddenSize() * shape.activationByteCount();
        return new CollectiveUse(
                "tensor parallel " + kind.label(),
                Purpose.TENSOR,
                new Collective(kind, bytes, placement.tensorGroup()),
                forwardCount,
                backwardCount,
                0);
    }

    private boolean isDivided() {
        return config.parallel().tensorSize() > 1;
    }

    private Normalization norm() {
        return new Normalization(model.normalization().kind(), shape.dividedTokens(), model.hiddenSize());
    }

    private static OperatorUse once(String name, Operator operator) {
        return new OperatorUse(name, operator, 1, 0);
    }

    private static BlockWork block(
            BlockWork.Kind kind,
            List<OperatorUse> operators,
            List<CollectiveUse> collectives,
            ParameterCounts parameters) {
        return new BlockWork(kind, 1, operators, collectives, parameters, ParameterCounts.NONE);
    }
}

package org.stepcast.estimator.model;

import java.util.List;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.BatchedGemm;
import org.stepcast.core.operator.BatchedGemm.BatchedGemmKind;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.MaskFill;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.Linear;
import org.stepcast.estimator.config.Positions;
import org.stepcast.estimator.config.SelfAttention;
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.Latent;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.config.TrainingConfig;

/** The operators of the attention of one layer on one rank. */
final class AttentionOperators {

    private final TrainingConfig config;
    private final Architecture model;
    private final RankShape shape;
    private final UseList uses;

    AttentionOperators(TrainingConfig config, RankShape shape, UseList uses) {
        this.config = config;
        this.model = config.model();
        this.shape = shape;
        this.uses = uses;
    }

    void add() {
        uses.add("attention norm", norm(shape.dividedTokens(), model.hiddenSize()));
        switch (shape.attention()) {
            case Grouped grouped -> addInputs(grouped);
            case Latent latent -> addInputs(latent);
        }
        if (config.attention() == AttentionKernel.UNFUSED) {
            addUnfusedCore();
        } else {
            addFusedCore();
        }
        uses.add(linears().getLast(), shape.tokens());
        // With attention and MLP side by side, one sum takes both; it costs what two residual additions cost.
        uses.add(
                "attention residual",
                new ElementWise(ElementWiseKind.RESIDUAL_ADD, shape.dividedTokens() * model.hiddenSize()));
    }

    private List<Linear> linears() {
        return shape.attention().linears(model.hiddenSize());
    }

    private void addInputs(Grouped attention) {
        uses.add(linears().getFirst(), shape.tokens());
        if (attention.queryKeyNorm() == QueryKeyNorm.PER_HEAD) {
            uses.add("query norm", norm(shape.tokens() * attention.headCount(), attention.headSize()));
            uses.add("key norm", norm(shape.tokens() * attention.keyValueHeadCount(), attention.headSize()));
        }
        addRotation(attention.keyValueHeadCount(), attention.headSize());
    }

    /**
     * Every rank compresses its own tokens and expands all of them for its heads. Source: Megatron-LM
     * core/transformer/multi_latent_attention.py.
     */
    private void addInputs(Latent attention) {
        for (Linear linear : linears().subList(0, linears().size() - 1)) {
            boolean compresses = linear.name().endsWith("down");
            uses.add(linear, compresses ? shape.dividedTokens() : shape.tokens());
            if (compresses) {
                // What is rotated passes by the norm: the narrower of the two widths is normalised.
                boolean ofKeys = linear.outputSize() == attention.keyValueRankSize() + attention.rotaryHeadSize();
                long width = ofKeys ? attention.keyValueRankSize() : linear.outputSize();
                uses.add(linear.name() + " norm", norm(shape.dividedTokens(), width));
            }
        }
        addRotation(1, attention.rotaryHeadSize());
    }

    private void addRotation(long keyHeadCount, long rotatedSize) {
        if (model.positions() instanceof Positions.Rotary) {
            uses.add(
                    "rotary embedding",
                    new RotaryEmbedding(
                            shape.microBatchSize(),
                            shape.sequenceTokens(),
                            shape.attention().headCount(),
                            keyHeadCount,
                            rotatedSize));
        }
    }

    private void addFusedCore() {
        CoreShape core = CoreShape.of(config, shape);
        SelfAttention heads = shape.attention();
        // Scores take a key's features and values their own: with the mean of both the products are counted exactly.
        long headSize = (heads.keySize() + heads.valueSize()) / 2;
        uses.addCore(
                "attention core",
                new Attention(
                        core.batchCount(),
                        core.sequenceTokens(),
                        core.headCount(),
                        core.keyValueHeadCount(),
                        headSize,
                        core.mask()),
                core.count());
    }

    /** Scores of [batch · head, query, key] through device memory; a context-parallel rank has a part of the queries. */
    private void addUnfusedCore() {
        SelfAttention heads = shape.attention();
        long matrices = shape.microBatchSize() * heads.headCount();
        long queries = shape.sequenceTokens();
        long keys = config.batch().sequenceTokens();
        uses.addCore(
                "attention scores",
                new BatchedGemm(BatchedGemmKind.SCORES, matrices, queries, keys, heads.keySize()),
                1);
        if (model.mask() == AttentionMask.CAUSAL) {
            uses.addCore("attention softmax", new Softmax(SoftmaxKind.CAUSAL_FUSED, matrices, queries, keys), 1);
        } else {
            uses.addCore("attention mask", new MaskFill(matrices, queries, keys), 1);
            uses.addCore("attention softmax", new Softmax(SoftmaxKind.PLAIN, matrices, queries, keys), 1);
        }
        uses.addCore(
                "attention values",
                new BatchedGemm(BatchedGemmKind.VALUES, matrices, queries, heads.valueSize(), keys),
                1);
    }

    private Normalization norm(long rows, long width) {
        return new Normalization(model.normalization().kind(), rows, width);
    }
}

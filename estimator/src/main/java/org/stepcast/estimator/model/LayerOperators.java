package org.stepcast.estimator.model;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.BatchedGemm;
import org.stepcast.core.operator.BatchedGemm.BatchedGemmKind;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.MaskFill;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Architecture.Biases;
import org.stepcast.estimator.config.Architecture.Positions;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.Recompute;

/** The operators of one transformer layer on one tensor-parallel rank. */
final class LayerOperators {

    /** An operator of a layer; {@code attentionCore} marks what selective recomputation runs again. */
    private record Part(String name, Operator operator, Recompute recomputedFrom) {}

    private final Architecture model;
    private final RankShape shape;
    private final List<Part> parts = new ArrayList<>();

    private LayerOperators(Architecture model, RankShape shape) {
        this.model = model;
        this.shape = shape;
    }

    /** Every operator of {@code layerCount} equal layers; equal operators in different places keep their own names. */
    static List<OperatorUse> of(
            Architecture model, RankShape shape, AttentionKernel kernel, Recompute recompute, long layerCount) {
        LayerOperators layer = new LayerOperators(model, shape);
        layer.attention(kernel);
        layer.mlp();
        return layer.parts.stream()
                .map(part -> new OperatorUse(
                        part.name(),
                        part.operator(),
                        layerCount,
                        recompute != Recompute.NONE && recompute.compareTo(part.recomputedFrom()) >= 0
                                ? layerCount
                                : 0))
                .toList();
    }

    private void attention(AttentionKernel kernel) {
        long headFeatures = model.headSize() * shape.headCount();
        long keyValueFeatures = model.headSize() * shape.keyValueHeadCount();
        add("attention norm", new Normalization(model.normalization(), shape.dividedTokens(), model.hiddenSize()));
        add(
                "attention query key value",
                new Gemm(
                        shape.tokens(),
                        headFeatures + 2 * keyValueFeatures,
                        model.hiddenSize(),
                        bias(model.biases() != Biases.NONE)));
        if (model.positions() == Positions.ROTARY) {
            add(
                    "rotary embedding",
                    new RotaryEmbedding(
                            shape.microBatchSize(),
                            shape.sequenceTokens(),
                            shape.headCount(),
                            shape.keyValueHeadCount(),
                            model.headSize()));
        }
        if (kernel == AttentionKernel.UNFUSED) {
            unfusedCore();
        } else {
            addCore("attention core", flash());
        }
        add(
                "attention output",
                new Gemm(shape.tokens(), model.hiddenSize(), headFeatures, bias(model.biases() == Biases.ALL)));
        // With attention and MLP side by side, one sum takes both; it costs what two residual additions cost.
        add("attention residual", residual());
    }

    private Operator flash() {
        return new Attention(
                shape.microBatchSize(),
                shape.sequenceTokens(),
                shape.headCount(),
                shape.keyValueHeadCount(),
                model.headSize(),
                model.mask());
    }

    /** Scores of [batch · head, sequence, sequence] through device memory. */
    private void unfusedCore() {
        long matrices = shape.microBatchSize() * shape.headCount();
        long sequence = shape.sequenceTokens();
        addCore(
                "attention scores",
                new BatchedGemm(BatchedGemmKind.SCORES, matrices, sequence, sequence, model.headSize()));
        if (model.mask() == AttentionMask.CAUSAL) {
            addCore("attention softmax", new Softmax(SoftmaxKind.CAUSAL_FUSED, matrices, sequence, sequence));
        } else {
            addCore("attention mask", new MaskFill(matrices, sequence, sequence));
            addCore("attention softmax", new Softmax(SoftmaxKind.PLAIN, matrices, sequence, sequence));
        }
        addCore(
                "attention values",
                new BatchedGemm(BatchedGemmKind.VALUES, matrices, sequence, model.headSize(), sequence));
    }

    private void mlp() {
        long width = shape.feedForwardSize();
        long upFeatures = model.activation() == ActivationKind.SWIGLU ? 2 * width : width;
        Bias bias = bias(model.biases() == Biases.ALL);
        add("mlp norm", new Normalization(model.normalization(), shape.dividedTokens(), model.hiddenSize()));
        add("mlp up", new Gemm(shape.tokens(), upFeatures, model.hiddenSize(), bias));
        add("mlp activation", new Activation(model.activation(), shape.tokens(), width));
        add("mlp down", new Gemm(shape.tokens(), model.hiddenSize(), width, bias));
        add("mlp residual", residual());
    }

    private Operator residual() {
        return new ElementWise(ElementWiseKind.RESIDUAL_ADD, shape.dividedTokens() * model.hiddenSize());
    }

    private void add(String name, Operator operator) {
        parts.add(new Part(name, operator, Recompute.FULL));
    }

    private void addCore(String name, Operator operator) {
        parts.add(new Part(name, operator, Recompute.SELECTIVE));
    }

    private static Bias bias(boolean added) {
        return added ? Bias.ADDED : Bias.NONE;
    }
}

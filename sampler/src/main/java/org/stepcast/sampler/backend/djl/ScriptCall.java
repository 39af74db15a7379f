package org.stepcast.sampler.backend.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.BatchedGemm;
import org.stepcast.core.operator.CrossEntropy;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.Embedding;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.MaskFill;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;
import org.stepcast.sampler.backend.KernelTask;

/**
 * A method of the script and its arguments.
 *
 * @param arguments new random numbers
 */
record ScriptCall(String method, NDList arguments) {

    /** The call that is the forward pass of {@code task}; shapes as the published samples have them. */
    static ScriptCall of(KernelTask task, NDManager manager, DataType type) {
        Operands operands = new Operands(manager, type);
        String method = task.name().equals("cross_entropy")
                ? loss((CrossEntropy) task.operator(), operands)
                : method(task.operator(), operands);
        return new ScriptCall(method, operands.all());
    }

    private static String method(Operator operator, Operands operands) {
        return switch (operator) {
            case Gemm gemm -> linear(gemm, operands);
            case BatchedGemm product -> batched(product, operands);
            case Attention attention -> attention(attention, operands);
            case Normalization norm -> normalization(norm, operands);
            case ElementWise add -> {
                operands.learned(add.elementCount()).learned(add.elementCount());
                yield "residual_add";
            }
            case Activation activation -> activation(activation, operands);
            case RotaryEmbedding rotary -> rotary(rotary, operands);
            case Embedding table -> {
                operands.learned(table.vocabularySize(), table.hiddenSize())
                        .indices(table.vocabularySize(), table.tokenCount());
                yield "embedding";
            }
            case Softmax softmax -> softmax(softmax, operands);
            case MaskFill fill -> {
                operands.learned(fill.matrixCount(), fill.queryTokens(), fill.keyTokens())
                        .future(fill.queryTokens(), fill.keyTokens());
                yield "mask_fill";
            }
            case CrossEntropy loss -> {
                operands.fixed(loss.batchCount(), loss.sequenceTokens(), loss.vocabularyShardSize())
                        .indices(loss.vocabularyShardSize(), loss.batchCount(), loss.sequenceTokens());
                yield "cross_entropy";
            }
            case ExpertLayer layer -> experts(layer, operands);
            default -> throw new IllegalArgumentException(operator.family() + " is no kernel");
        };
    }

    /** As PyTorch computes it, with a gradient that it works out itself; the published one is written out. */
    private static String loss(CrossEntropy loss, Operands operands) {
        operands.learned(loss.batchCount(), loss.sequenceTokens(), loss.vocabularyShardSize())
                .indices(loss.vocabularyShardSize(), loss.batchCount(), loss.sequenceTokens());
        return "loss";
    }

    private static String linear(Gemm gemm, Operands operands) {
        operands.learned(gemm.m(), gemm.k()).learned(gemm.n(), gemm.k());
        if (gemm.bias() == Bias.NONE) {
            return "linear";
        }
        operands.learned(gemm.n());
        return "linear_bias";
    }

    private static String batched(BatchedGemm product, Operands operands) {
        long count = product.batchCount();
        return switch (product.kind()) {
            case SCORES -> {
                operands.fixed(count, product.m(), product.n())
                        .learned(count, product.m(), product.k())
                        .learned(count, product.k(), product.n());
                yield "scores";
            }
            case VALUES -> {
                operands.learned(count, product.m(), product.k()).learned(count, product.k(), product.n());
                yield "values";
            }
        };
    }

    private static String attention(Attention attention, Operands operands) {
        long batch = attention.batchCount();
        long tokens = attention.sequenceTokens();
        operands.learned(batch, tokens, attention.queryHeadCount(), attention.headSize())
                .learned(batch, tokens, attention.keyValueHeadCount(), attention.headSize())
                .learned(batch, tokens, attention.keyValueHeadCount(), attention.headSize());
        return attention.family();
    }

    private static String normalization(Normalization norm, Operands operands) {
        operands.learned(norm.tokenCount(), norm.hiddenSize());
        return switch (norm.kind()) {
            case LAYER_NORM -> {
                operands.learned(norm.hiddenSize()).learned(norm.hiddenSize());
                yield "layer_norm";
            }
            case RMS_NORM -> {
                operands.learned(norm.hiddenSize());
                yield "rms_norm";
            }
            case UNFUSED_RMS_NORM -> {
                operands.learnedWide(norm.hiddenSize());
                yield "unfused_rms_norm";
            }
        };
    }

    private static String activation(Activation activation, Operands operands) {
        operands.learned(activation.tokenCount(), activation.width());
        return switch (activation.kind()) {
            case GELU -> "gelu";
            case SWIGLU -> {
                operands.learned(activation.tokenCount(), activation.width());
                yield "swiglu";
            }
        };
    }

    private static String rotary(RotaryEmbedding rotary, Operands operands) {
        long tokens = rotary.sequenceTokens();
        long batch = rotary.batchCount();
        operands.learned(tokens, batch, rotary.queryHeadCount(), rotary.headSize())
                .learned(tokens, batch, rotary.keyValueHeadCount(), rotary.headSize())
                .fixed(tokens, 1, 1, rotary.headSize())
                .fixed(tokens, 1, 1, rotary.headSize());
        return "rotary";
    }

    private static String softmax(Softmax softmax, Operands operands) {
        operands.learned(softmax.matrixCount(), softmax.queryTokens(), softmax.keyTokens());
        if (softmax.kind() == SoftmaxKind.PLAIN) {
            return "softmax";
        }
        operands.future(softmax.queryTokens(), softmax.keyTokens());
        return "causal_softmax";
    }

    /** The experts of one rank, each with its even share of the tokens. */
    private static String experts(ExpertLayer layer, Operands operands) {
        long experts = layer.expertCount() / layer.expertWays();
        long tokens = Math.max(1, layer.tokenCount() * layer.topKCount() / layer.expertCount());
        long width = layer.expertHiddenSize() / layer.tensorWays();
        operands.learned(experts, tokens, layer.hiddenSize())
                .learned(experts, layer.hiddenSize(), width)
                .learned(experts, layer.hiddenSize(), width)
                .learned(experts, width, layer.hiddenSize());
        return "experts";
    }
}

package org.stepcast.estimator.config;

import java.util.Locale;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.Normalization.NormalizationKind;

/**
 * A decoder-only transformer: embedding, equal layers of attention and MLP with a norm before each, a last norm and an
 * output layer.
 *
 * @param name preset, or the file or fields that it was read from
 * @param headSize features of one head; usually hiddenSize / headCount
 * @param feedForwardSize inner width of the MLP; one gate and one value of this width with SwiGLU
 * @param vocabularySize entries before padding
 * @param positions how tokens learn where they stand
 * @param learnedPositionCount rows of the table of learned positions; 0 where positions are not learned
 * @param embeddings whether the output layer shares the embedding's table
 * @param biases whether linear layers add a bias
 * @param residual whether attention and MLP follow each other
 * @param mask causal for training; full only to compare with samples of non-causal attention
 */
public record Architecture(
        String name,
        long layerCount,
        long hiddenSize,
        long headCount,
        long keyValueHeadCount,
        long headSize,
        long feedForwardSize,
        long vocabularySize,
        ActivationKind activation,
        NormalizationKind normalization,
        Positions positions,
        long learnedPositionCount,
        Embeddings embeddings,
        Biases biases,
        Residual residual,
        AttentionMask mask) {

    /** How tokens learn where they stand. */
    public enum Positions {
        LEARNED,
        ROTARY,
        ALIBI;

        /** The name that files use: {@code rotary}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the output layer shares the embedding's table. */
    public enum Embeddings {
        TIED,
        UNTIED
    }

    /** Which linear layers add a bias. */
    public enum Biases {
        NONE,
        /** Queries, keys and values only (Qwen2). */
        QUERY_KEY_VALUE,
        ALL;

        /** The name that files use: {@code query_key_value}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How attention and MLP of a layer are joined. */
    public enum Residual {
        /** The MLP reads what attention has added to. */
        SEQUENTIAL,
        /** Both read the layer's input, and their sum is added once (GPT-J, GPT-NeoX-20B): one all-reduce instead of two. */
        PARALLEL;

        /** The name that files use: {@code parallel}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Architecture {
        if ((positions == Positions.LEARNED) != (learnedPositionCount > 0)) {
            throw new IllegalArgumentException(
                    "learnedPositionCount (" + learnedPositionCount + ") does not go with " + positions);
        }
    }

    /** The same architecture under another name. */
    public Architecture withName(String other) {
        return new Architecture(
                other,
                layerCount,
                hiddenSize,
                headCount,
                keyValueHeadCount,
                headSize,
                feedForwardSize,
                vocabularySize,
                activation,
                normalization,
                positions,
                learnedPositionCount,
                embeddings,
                biases,
                residual,
                mask);
    }

    /**
     * Trainable parameters, the vocabulary not padded. With h = hiddenSize, q = headCount · headSize,
     * k = keyValueHeadCount · headSize, f = feedForwardSize, V = vocabularySize, P = learnedPositionCount,
     * n = h for a root-mean-square norm and 2h for a layer norm, g = 2 with SwiGLU and 1 without:
     *
     * <pre>
     * tables    (V + P) h, and V h once more where the output layer has a table of its own
     * layer     h (q + 2k) + q h + g h f + f h + 2n
     *           biases: q + 2k for query_key_value, and h + g f + h more for all
     * total     tables + layerCount · layer + n
     * </pre>
     */
    public long parameterCount() {
        long tables = vocabularySize + learnedPositionCount + (embeddings == Embeddings.UNTIED ? vocabularySize : 0);
        return tables * hiddenSize + layerCount * layerParameterCount() + normParameterCount();
    }

    private long layerParameterCount() {
        long queryCount = headCount * headSize;
        long inputCount = queryCount + 2 * keyValueHeadCount * headSize;
        long upCount = (activation == ActivationKind.SWIGLU ? 2 : 1) * feedForwardSize;
        long matrices = hiddenSize * (inputCount + queryCount + upCount + feedForwardSize);
        long biasCount = switch (biases) {
            case NONE -> 0;
            case QUERY_KEY_VALUE -> inputCount;
            case ALL -> inputCount + hiddenSize + upCount + hiddenSize;
        };
        return matrices + biasCount + 2 * normParameterCount();
    }

    private long normParameterCount() {
        return normalization == NormalizationKind.LAYER_NORM ? 2 * hiddenSize : hiddenSize;
    }
}

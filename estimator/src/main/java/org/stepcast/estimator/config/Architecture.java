package org.stepcast.estimator.config;

import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.Normalization.NormalizationKind;

/**
 * A decoder-only transformer.
 *
 * @param name preset, or the file or fields that it was read from
 * @param headSize features of one head; usually hiddenSize / headCount
 * @param feedForwardSize inner width of the MLP; one gate and one value of this width with SwiGLU
 * @param vocabularySize entries before padding
 * @param positions how tokens learn where they stand
 * @param embeddings whether the output layer shares the embedding's table
 * @param biases whether linear layers add a bias
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
        Embeddings embeddings,
        Biases biases,
        AttentionMask mask) {

    /** How tokens learn where they stand. */
    public enum Positions {
        LEARNED,
        ROTARY,
        ALIBI
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
        ALL
    }
}

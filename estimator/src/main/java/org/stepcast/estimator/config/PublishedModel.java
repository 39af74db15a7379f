package org.stepcast.estimator.config;

import org.stepcast.core.dataset.PublishedOperator;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.estimator.config.Architecture.Biases;
import org.stepcast.estimator.config.Architecture.Embeddings;
import org.stepcast.estimator.config.Architecture.Positions;
import org.stepcast.estimator.config.Architecture.Residual;

/**
 * The model that the operators of the published form make up: as many key-value heads as heads, an MLP of two matrices
 * and four times the hidden size, and the vocabulary of GPT-2. Source: estimate-train-time 0.1.0, its target functions.
 */
final class PublishedModel {

    static final long FEED_FORWARD_RATIO = 4;
    private static final long VOCABULARY_SIZE = 50_257;

    private PublishedModel() {}

    /** Sound sizes in, sound model out. */
    static Architecture of(String name, Sizes sizes, PublishedFunctions functions) {
        boolean rotary = functions.layersHave(PublishedOperator.ROTARY_EMBEDDING);
        return new Architecture(
                name,
                sizes.value(Size.LAYERS),
                sizes.value(Size.HIDDEN),
                sizes.value(Size.HEADS),
                sizes.value(Size.KEY_VALUE_HEADS),
                sizes.value(Size.HIDDEN) / sizes.value(Size.HEADS),
                sizes.value(Size.FEED_FORWARD),
                VOCABULARY_SIZE,
                ActivationKind.GELU,
                normalization(functions.lastNorm()),
                rotary ? Positions.ROTARY : Positions.LEARNED,
                rotary ? 0 : sizes.value(Size.SEQUENCE),
                Embeddings.UNTIED,
                // linear1 is sampled with a bias, linear2 to linear4 without.
                Biases.QUERY_KEY_VALUE,
                Residual.SEQUENTIAL,
                mask(functions));
    }

    private static NormalizationKind normalization(PublishedOperator norm) {
        return norm == PublishedOperator.LAYER_NORM ? NormalizationKind.LAYER_NORM : NormalizationKind.UNFUSED_RMS_NORM;
    }

    /** Flash attention is sampled without a mask; only the fused softmax is causal. */
    private static AttentionMask mask(PublishedFunctions functions) {
        return functions.layersHave(PublishedOperator.CAUSAL_SOFTMAX) ? AttentionMask.CAUSAL : AttentionMask.FULL;
    }
}

package org.stepcast.estimator.config;

import org.stepcast.core.dataset.PublishedOperator;
import org.stepcast.estimator.config.FeedForward.MlpActivation;
import org.stepcast.estimator.config.LayerStyle.Norm;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;

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
                new Vocabulary(VOCABULARY_SIZE, Defaults.PADDING, Embeddings.UNTIED, EmbeddingNorm.ABSENT),
                rotary ? new Positions.Rotary() : new Positions.Learned(sizes.value(Size.SEQUENCE)),
                new Grouped(
                        sizes.value(Size.HEADS),
                        sizes.value(Size.KEY_VALUE_HEADS),
                        sizes.value(Size.HIDDEN) / sizes.value(Size.HEADS),
                        QueryKeyNorm.NONE),
                visibility(functions),
                new FeedForward(MlpActivation.GELU, sizes.value(Size.FEED_FORWARD)),
                new Experts.None(),
                // linear1 is sampled with a bias, linear2 to linear4 without.
                new LayerStyle(norm(functions.lastNorm()), Biases.QUERY_KEY_VALUE, Residual.SEQUENTIAL));
    }

    private static Norm norm(PublishedOperator norm) {
        return norm == PublishedOperator.LAYER_NORM ? Norm.LAYER_NORM : Norm.UNFUSED_RMS_NORM;
    }

    /** Flash attention is sampled without a mask; only the fused softmax is causal. */
    private static Visibility visibility(PublishedFunctions functions) {
        return functions.layersHave(PublishedOperator.CAUSAL_SOFTMAX)
                ? new Visibility.Causal()
                : new Visibility.Everything();
    }
}

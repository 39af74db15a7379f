package org.stepcast.estimator.config;

import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.FeedForward.MlpActivation;
import org.stepcast.estimator.config.LayerStyle.Norm;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;

/** Models with a plain MLP of four times the hidden size, most of which lower scores by distance. */
final class AlibiFamily {

    private static final long FEED_FORWARD_RATIO = 4;

    private final HuggingFaceKeys keys;

    AlibiFamily(HuggingFaceKeys keys) {
        this.keys = keys;
    }

    Architecture bloom() {
        long hidden = keys.requiredUnder("n_embed", "hidden_size");
        long heads = keys.requiredUnder("num_attention_heads", "n_head");
        Vocabulary vocabulary = keys.vocabulary(Embeddings.TIED);
        return new Architecture(
                keys.file().toString(),
                keys.requiredUnder("num_hidden_layers", "n_layer"),
                hidden,
                new Vocabulary(vocabulary.size(), vocabulary.padding(), vocabulary.embeddings(), EmbeddingNorm.PRESENT),
                new Positions.Alibi(),
                grouped("n_head", hidden, heads, heads),
                new Visibility.Causal(),
                new FeedForward(MlpActivation.GELU, FEED_FORWARD_RATIO * hidden),
                new Experts.None(),
                new LayerStyle(Norm.LAYER_NORM, Biases.ALL, Residual.SEQUENTIAL));
    }

    Architecture falcon() {
        long hidden = keys.required("hidden_size");
        long heads = keys.required("num_attention_heads");
        boolean newer = keys.flag("new_decoder_architecture", false);
        long shared = keys.flag("multi_query", true) ? 1 : heads;
        long keyValueHeads = newer ? keys.optional("num_kv_heads", heads) : shared;
        return new Architecture(
                keys.file().toString(),
                keys.required("num_hidden_layers"),
                hidden,
                keys.vocabulary(Embeddings.TIED),
                keys.flag("alibi", false) ? new Positions.Alibi() : new Positions.Rotary(),
                grouped("num_attention_heads", hidden, heads, keyValueHeads),
                new Visibility.Causal(),
                new FeedForward(MlpActivation.GELU, keys.optional("ffn_hidden_size", FEED_FORWARD_RATIO * hidden)),
                new Experts.None(),
                new LayerStyle(Norm.LAYER_NORM, keys.flag("bias", false) ? Biases.ALL : Biases.NONE, residual(newer)));
    }

    private Residual residual(boolean newer) {
        if (newer) {
            return Residual.PARALLEL;
        }
        return keys.flag("parallel_attn", true) ? Residual.PARALLEL_ONE_NORM : Residual.SEQUENTIAL;
    }

    Architecture mpt() {
        long hidden = keys.required("d_model");
        long heads = keys.required("n_heads");
        boolean biased = !keys.flag("no_bias", true);
        YamlNode attention = keys.node().sectionOrEmpty("attn_config");
        boolean alibi = attention.optionalFlag("alibi").orElse(true);
        return new Architecture(
                keys.file().toString(),
                keys.required("n_layers"),
                hidden,
                keys.vocabulary(Embeddings.TIED),
                alibi ? new Positions.Alibi() : new Positions.Learned(keys.required("max_seq_len")),
                grouped(
                        "n_heads",
                        hidden,
                        heads,
                        attention
                                .optionalWhole("kv_n_heads", 1, Size.HEADS.highest())
                                .orElse(heads)),
                new Visibility.Causal(),
                new FeedForward(MlpActivation.GELU, keys.optional("expansion_ratio", FEED_FORWARD_RATIO) * hidden),
                new Experts.None(),
                new LayerStyle(
                        biased ? Norm.LAYER_NORM : Norm.LAYER_NORM_WITHOUT_BIAS,
                        biased ? Biases.ALL : Biases.NONE,
                        Residual.SEQUENTIAL));
    }

    private Grouped grouped(String headsKey, long hidden, long heads, long keyValueHeads) {
        return new Grouped(heads, keyValueHeads, keys.headSize(headsKey, hidden, heads), QueryKeyNorm.NONE);
    }
}

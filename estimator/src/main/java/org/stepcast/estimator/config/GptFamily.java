package org.stepcast.estimator.config;

import org.stepcast.estimator.config.FeedForward.MlpActivation;
import org.stepcast.estimator.config.LayerStyle.Norm;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;

/** Models with layer norms, biases and a plain MLP, whose positions are learned or rotary. */
final class GptFamily {

    /** OPT numbers its positions from 2. */
    private static final long OPT_POSITION_OFFSET = 2;

    private final HuggingFaceKeys keys;

    GptFamily(HuggingFaceKeys keys) {
        this.keys = keys;
    }

    Architecture gpt2() {
        long hidden = keys.required("n_embd");
        long heads = keys.required("n_head");
        MlpActivation activation = keys.plainActivation("activation_function", "gelu_new");
        return new Architecture(
                keys.file().toString(),
                keys.required("n_layer"),
                hidden,
                keys.vocabulary(Embeddings.TIED),
                new Positions.Learned(keys.required("n_positions")),
                multiHead("n_head", hidden, heads),
                new Visibility.Causal(),
                new FeedForward(activation, keys.optional("n_inner", Defaults.feedForwardSize(activation, hidden))),
                new Experts.None(),
                new LayerStyle(Norm.LAYER_NORM, Biases.ALL, Residual.SEQUENTIAL));
    }

    Architecture gptNeox() {
        keys.require("attention_bias", true, "Give the fields under model, with biases: all or none.");
        boolean parallel = keys.flag("use_parallel_residual", true);
        return rotary(
                keys.plainActivation("hidden_act", "gelu"),
                keys.required("intermediate_size"),
                new LayerStyle(Norm.LAYER_NORM, Biases.ALL, parallel ? Residual.PARALLEL : Residual.SEQUENTIAL));
    }

    Architecture phi() {
        keys.require("qk_layernorm", false, "Norms of queries and keys are covered for Qwen3 only.");
        MlpActivation activation = keys.plainActivation("hidden_act", "gelu_new");
        long byDefault = Defaults.feedForwardSize(activation, keys.required("hidden_size"));
        return rotary(
                activation,
                keys.optional("intermediate_size", byDefault),
                new LayerStyle(Norm.LAYER_NORM, Biases.ALL_AND_OUTPUT_LAYER, Residual.PARALLEL_ONE_NORM));
    }

    private Architecture rotary(MlpActivation activation, long feedForwardSize, LayerStyle style) {
        long hidden = keys.required("hidden_size");
        long heads = keys.required("num_attention_heads");
        long headSize = keys.headSize("num_attention_heads", hidden, heads);
        return new Architecture(
                keys.file().toString(),
                keys.required("num_hidden_layers"),
                hidden,
                keys.vocabulary(Embeddings.UNTIED),
                new Positions.Rotary(),
                new Grouped(heads, keys.optional("num_key_value_heads", heads), headSize, QueryKeyNorm.NONE),
                new Visibility.Causal(),
                new FeedForward(activation, feedForwardSize),
                new Experts.None(),
                style);
    }

    Architecture opt() {
        keys.require("do_layer_norm_before", true, "A norm after each part is not covered.");
        keys.require("enable_bias", true, "Give the fields under model, with biases: none.");
        long hidden = keys.required("hidden_size");
        long embedded = keys.optional("word_embed_proj_dim", hidden);
        if (embedded != hidden) {
            throw keys.notCovered(
                    "word_embed_proj_dim (" + embedded + ")", "Covered is the hidden size (" + hidden + ").");
        }
        return new Architecture(
                keys.file().toString(),
                keys.required("num_hidden_layers"),
                hidden,
                keys.vocabulary(Embeddings.TIED),
                new Positions.Learned(keys.required("max_position_embeddings") + OPT_POSITION_OFFSET),
                multiHead("num_attention_heads", hidden, keys.required("num_attention_heads")),
                new Visibility.Causal(),
                new FeedForward(keys.plainActivation("activation_function", "relu"), keys.required("ffn_dim")),
                new Experts.None(),
                new LayerStyle(Norm.LAYER_NORM, Biases.ALL, Residual.SEQUENTIAL));
    }

    private Grouped multiHead(String headsKey, long hidden, long heads) {
        return new Grouped(heads, heads, keys.headSize(headsKey, hidden, heads), QueryKeyNorm.NONE);
    }
}

package org.stepcast.estimator.config;

import java.util.OptionalLong;
import org.stepcast.estimator.config.Experts.Capacity;
import org.stepcast.estimator.config.Experts.Gate;
import org.stepcast.estimator.config.Experts.Groups;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Experts.Shared;
import org.stepcast.estimator.config.LayerStyle.Norm;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;

/** Models that differ from LLaMA in a few features: root-mean-square norms, rotary positions, a gated MLP. */
final class LlamaFamily {

    /** What a model type has of its own. */
    private record Features(
            Vocabulary vocabulary,
            QueryKeyNorm queryKeyNorm,
            OptionalLong windowTokens,
            FeedForward feedForward,
            Experts experts,
            Biases biases) {}

    private final HuggingFaceKeys keys;

    LlamaFamily(HuggingFaceKeys keys) {
        this.keys = keys;
    }

    Architecture llama() {
        return dense(QueryKeyNorm.NONE, OptionalLong.empty(), biases());
    }

    /** Mistral and Phi-3. */
    Architecture windowed() {
        return dense(QueryKeyNorm.NONE, keys.size("sliding_window"), Biases.NONE);
    }

    Architecture qwen2() {
        return dense(QueryKeyNorm.NONE, window(), Biases.QUERY_KEY_VALUE);
    }

    Architecture qwen3() {
        return dense(QueryKeyNorm.PER_HEAD, window(), biases());
    }

    /** Whether the output layer is tied, and the gate's function, are as in no other type. */
    Architecture gemma() {
        return model(new Features(
                keys.vocabulary(Embeddings.TIED),
                QueryKeyNorm.NONE,
                OptionalLong.empty(),
                new FeedForward(
                        keys.gatedActivation("hidden_act", "gelu_pytorch_tanh"), keys.required("intermediate_size")),
                new Experts.None(),
                biases()));
    }

    Architecture mixtral() {
        FeedForward expert = feedForward("intermediate_size");
        return sparse(
                QueryKeyNorm.NONE,
                keys.size("sliding_window"),
                expert,
                mixture(keys.required("num_local_experts"), expert, new Shared.Nothing()),
                Biases.NONE);
    }

    Architecture qwen2Moe() {
        FeedForward shared = feedForward("shared_expert_intermediate_size");
        return sparse(
                QueryKeyNorm.NONE,
                window(),
                feedForward("intermediate_size"),
                mixture(
                        keys.required("num_experts"),
                        feedForward("moe_intermediate_size"),
                        new Shared.Always(shared, Gate.SIGMOID)),
                Biases.QUERY_KEY_VALUE);
    }

    Architecture qwen3Moe() {
        return sparse(
                QueryKeyNorm.PER_HEAD,
                window(),
                feedForward("intermediate_size"),
                mixture(keys.required("num_experts"), feedForward("moe_intermediate_size"), new Shared.Nothing()),
                biases());
    }

    private Mixture mixture(long expertCount, FeedForward expert, Shared shared) {
        return new Mixture(
                expertCount,
                keys.required("num_experts_per_tok"),
                expert,
                shared,
                keys.leadingLayers("mlp_only_layers"),
                keys.optional("decoder_sparse_step", 1),
                new Capacity.Dropless(),
                Defaults.ROUTING,
                Groups.ONE);
    }

    private FeedForward feedForward(String key) {
        return new FeedForward(keys.gatedActivation("hidden_act", "silu"), keys.required(key));
    }

    private Architecture dense(QueryKeyNorm norm, OptionalLong window, Biases biases) {
        return sparse(norm, window, feedForward("intermediate_size"), new Experts.None(), biases);
    }

    private Architecture sparse(
            QueryKeyNorm norm, OptionalLong window, FeedForward dense, Experts experts, Biases biases) {
        return model(new Features(keys.vocabulary(Embeddings.UNTIED), norm, window, dense, experts, biases));
    }

    private Architecture model(Features features) {
        long hidden = keys.required("hidden_size");
        long heads = keys.required("num_attention_heads");
        OptionalLong headSize = keys.size("head_dim");
        OptionalLong window = features.windowTokens();
        return new Architecture(
                keys.file().toString(),
                keys.required("num_hidden_layers"),
                hidden,
                features.vocabulary(),
                new Positions.Rotary(),
                new Grouped(
                        heads,
                        keys.optional("num_key_value_heads", heads),
                        headSize.isPresent()
                                ? headSize.getAsLong()
                                : keys.headSize("num_attention_heads", hidden, heads),
                        features.queryKeyNorm()),
                window.isPresent() ? new Visibility.Window(window.getAsLong()) : new Visibility.Causal(),
                features.feedForward(),
                features.experts(),
                new LayerStyle(Norm.RMS_NORM, features.biases(), Residual.SEQUENTIAL));
    }

    /** Qwen names a window that it does not use unless told to. */
    private OptionalLong window() {
        return keys.flag("use_sliding_window", false) ? keys.size("sliding_window") : OptionalLong.empty();
    }

    private Biases biases() {
        boolean attention = keys.flag("attention_bias", false);
        boolean mlp = keys.flag("mlp_bias", false);
        if (mlp && !attention) {
            throw keys.notCovered(
                    "mlp_bias (true) with attention_bias (false)",
                    "Covered are both, attention_bias alone, or neither.");
        }
        if (mlp) {
            return Biases.ALL;
        }
        return attention ? Biases.ATTENTION : Biases.NONE;
    }
}

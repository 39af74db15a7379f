package org.stepcast.estimator.config;

import java.util.OptionalLong;
import org.stepcast.estimator.config.Experts.Capacity;
import org.stepcast.estimator.config.Experts.Gate;
import org.stepcast.estimator.config.Experts.Groups;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Experts.Shared;
import org.stepcast.estimator.config.FeedForward.MlpActivation;
import org.stepcast.estimator.config.LayerStyle.Norm;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.SelfAttention.Latent;
import org.stepcast.estimator.config.SelfAttention.QueryProjection;
import org.stepcast.estimator.config.Vocabulary.Embeddings;

/**
 * DeepSeek-V2 and V3: latent attention, many small experts and shared ones. Layers that predict further tokens are left
 * out, as their parameters are in the published counts; so are the corrections that balance the router.
 */
final class DeepSeekFamily {

    private final HuggingFaceKeys keys;

    DeepSeekFamily(HuggingFaceKeys keys) {
        this.keys = keys;
    }

    Architecture model() {
        keys.require("attention_bias", false, "Latent attention is covered without biases.");
        MlpActivation activation = keys.gatedActivation("hidden_act", "silu");
        return new Architecture(
                keys.file().toString(),
                keys.required("num_hidden_layers"),
                keys.required("hidden_size"),
                keys.vocabulary(Embeddings.UNTIED),
                new Positions.Rotary(),
                attention(),
                new Visibility.Causal(),
                new FeedForward(activation, keys.required("intermediate_size")),
                keys.size("n_routed_experts").isPresent() ? mixture(activation) : new Experts.None(),
                new LayerStyle(Norm.RMS_NORM, Biases.NONE, Residual.SEQUENTIAL));
    }

    private Latent attention() {
        OptionalLong rank = keys.size("q_lora_rank");
        return new Latent(
                keys.required("num_attention_heads"),
                rank.isPresent() ? new QueryProjection.LowRank(rank.getAsLong()) : new QueryProjection.Direct(),
                keys.required("kv_lora_rank"),
                keys.required("qk_nope_head_dim"),
                keys.required("qk_rope_head_dim"),
                keys.required("v_head_dim"));
    }

    /** Without a limit where the file has none. */
    private Groups groups() {
        long count = keys.optional("n_group", 1);
        long chosen = keys.optional("topk_group", count);
        if (keys.required("n_routed_experts") % count != 0) {
            keys.node().fault("n_group", "must divide n_routed_experts");
        }
        if (chosen > count) {
            keys.node().fault("topk_group", "must be at most n_group (" + count + ")");
        }
        return new Groups(count, chosen);
    }

    private Mixture mixture(MlpActivation activation) {
        long size = keys.required("moe_intermediate_size");
        OptionalLong sharedCount = keys.size("n_shared_experts");
        return new Mixture(
                keys.required("n_routed_experts"),
                keys.required("num_experts_per_tok"),
                new FeedForward(activation, size),
                sharedCount.isPresent()
                        ? new Shared.Always(new FeedForward(activation, sharedCount.getAsLong() * size), Gate.NONE)
                        : new Shared.Nothing(),
                keys.node()
                        .optionalWhole("first_k_dense_replace", 0, Size.LAYERS.highest())
                        .orElse(0),
                keys.optional("moe_layer_freq", 1),
                new Capacity.Dropless(),
                Defaults.ROUTING,
                groups());
    }
}

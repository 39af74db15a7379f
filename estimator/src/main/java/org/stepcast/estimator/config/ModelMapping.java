package org.stepcast.estimator.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.estimator.config.Experts.Capacity;
import org.stepcast.estimator.config.Experts.Gate;
import org.stepcast.estimator.config.Experts.Groups;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Experts.Shared;
import org.stepcast.estimator.config.Positions.Learned;
import org.stepcast.estimator.config.Presets.Preset;
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.Latent;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.config.SelfAttention.QueryProjection.LowRank;
import org.stepcast.estimator.config.Visibility.Window;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;
import org.stepcast.estimator.config.Vocabulary.Padding;

/** Models under the keys of the named form: the preset that they are, or else all their fields. */
final class ModelMapping {

    private final Presets presets;

    ModelMapping(Presets presets) {
        this.presets = presets;
    }

    Map<String, Object> of(Architecture model) {
        return presets.find(model.name())
                        .map(Preset::model)
                        .filter(model::equals)
                        .isPresent()
                ? Map.of("preset", model.name())
                : fields(model);
    }

    /** All fields, whatever preset they are. */
    static Map<String, Object> fields(Architecture model) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", model.name());
        keys.put(Size.LAYERS.key(), model.layerCount());
        keys.put(Size.HIDDEN.key(), model.hiddenSize());
        keys.put(Size.HEADS.key(), model.headCount());
        switch (model.attention()) {
            case Grouped grouped -> putGrouped(keys, grouped);
            case Latent latent -> keys.put("latent_attention", latent(latent));
        }
        keys.put(Size.FEED_FORWARD.key(), model.feedForwardSize());
        keys.put("activation", model.activation().label());
        putVocabulary(keys, model.vocabulary());
        keys.put("positions", model.positions().label());
        if (model.positions() instanceof Learned learned) {
            keys.put(Size.POSITIONS.key(), learned.rowCount());
        }
        keys.put("normalization", model.normalization().label());
        keys.put("biases", model.biases().label());
        keys.put("residual", model.residual().label());
        if (model.mask() == AttentionMask.FULL) {
            keys.put("attention_mask", model.mask().name().toLowerCase(Locale.ROOT));
        }
        if (model.visibility() instanceof Window window) {
            keys.put(Size.ATTENTION_WINDOW.key(), window.windowTokens());
        }
        if (model.experts() instanceof Mixture mixture) {
            keys.put("moe", experts(mixture));
        }
        return keys;
    }

    private static void putGrouped(Map<String, Object> keys, Grouped attention) {
        keys.put(Size.KEY_VALUE_HEADS.key(), attention.keyValueHeadCount());
        keys.put(Size.HEAD_SIZE.key(), attention.headSize());
        if (attention.queryKeyNorm() == QueryKeyNorm.PER_HEAD) {
            keys.put("query_key_norm", true);
        }
    }

    private static Map<String, Object> latent(Latent attention) {
        Map<String, Object> keys = new LinkedHashMap<>();
        if (attention.query() instanceof LowRank low) {
            keys.put(Size.QUERY_RANK.key(), low.rankSize());
        }
        keys.put(Size.KEY_VALUE_RANK.key(), attention.keyValueRankSize());
        keys.put(Size.PLAIN_HEAD_SIZE.key(), attention.plainHeadSize());
        keys.put(Size.ROTARY_HEAD_SIZE.key(), attention.rotaryHeadSize());
        keys.put(Size.VALUE_HEAD_SIZE.key(), attention.valueHeadSize());
        return keys;
    }

    private static void putVocabulary(Map<String, Object> keys, Vocabulary vocabulary) {
        keys.put(Size.VOCABULARY.key(), vocabulary.size());
        if (vocabulary.padding() instanceof Padding.MultipleOf multiple) {
            keys.put(Size.VOCABULARY_MULTIPLE.key(), multiple.entryCount());
        }
        keys.put("tied_embeddings", vocabulary.embeddings() == Embeddings.TIED);
        if (vocabulary.embeddingNorm() == EmbeddingNorm.PRESENT) {
            keys.put("embedding_norm", true);
        }
    }

    private static Map<String, Object> experts(Mixture mixture) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(Size.EXPERTS.key(), mixture.expertCount());
        keys.put(Size.TOP_K.key(), mixture.topKCount());
        keys.put(Size.EXPERT_FEED_FORWARD.key(), mixture.expert().size());
        if (mixture.shared() instanceof Shared.Always shared) {
            keys.put(Size.SHARED_FEED_FORWARD.key(), shared.mlp().size());
            keys.put("shared_gate", shared.gate() == Gate.SIGMOID);
        }
        if (!mixture.groups().equals(Groups.ONE)) {
            keys.put("groups", mixture.groups().count());
            keys.put("top_groups", mixture.groups().chosenCount());
        }
        keys.put("dense_layers", mixture.denseLayerCount());
        keys.put(Size.EXPERT_PERIOD.key(), mixture.periodCount());
        if (mixture.capacity() instanceof Capacity.Limited limited) {
            keys.put("capacity_factor", limited.capacityFactor());
        }
        keys.put("routing", mixture.routing().label());
        return keys;
    }
}

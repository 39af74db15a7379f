package org.stepcast.estimator.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.FeedForward.MlpActivation;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;

/** The keys of one config.json, and what they have in common over model types. */
record HuggingFaceKeys(Path file, YamlNode node) {

    private static final Map<String, MlpActivation> PLAIN = Map.of(
            "gelu", MlpActivation.GELU,
            "gelu_new", MlpActivation.GELU,
            "gelu_fast", MlpActivation.GELU,
            "gelu_pytorch_tanh", MlpActivation.GELU,
            "relu", MlpActivation.RELU);

    private static final Map<String, MlpActivation> GATED = Map.of(
            "silu", MlpActivation.SWIGLU,
            "swish", MlpActivation.SWIGLU,
            "gelu", MlpActivation.GEGLU,
            "gelu_new", MlpActivation.GEGLU,
            "gelu_pytorch_tanh", MlpActivation.GEGLU);

    /** A size that must be there; a harmless 1 where it is not. */
    long required(String key) {
        return node.has(key) ? optional(key, 1) : node.count(key);
    }

    /** A size under the first of several names that is there; the last one must be. */
    long requiredUnder(String older, String newer) {
        return node.has(older) ? required(older) : required(newer);
    }

    long optional(String key, long byDefault) {
        return size(key).orElse(byDefault);
    }

    /** Empty where the key is absent or null. */
    OptionalLong size(String key) {
        return node.optionalWhole(key, 1, Size.VOCABULARY.highest());
    }

    boolean flag(String key, boolean byDefault) {
        return node.optionalFlag(key).orElse(byDefault);
    }

    /** hidden / heads, which must be whole. */
    long headSize(String headsKey, long hidden, long heads) {
        if (hidden % heads != 0) {
            node.fault(
                    headsKey, "must divide the hidden size (" + hidden + ")", NearNumbers.divisorHint(heads, hidden));
        }
        return Math.max(1, hidden / heads);
    }

    MlpActivation plainActivation(String key, String byDefault) {
        return activation(key, byDefault, PLAIN);
    }

    MlpActivation gatedActivation(String key, String byDefault) {
        return activation(key, byDefault, GATED);
    }

    private MlpActivation activation(String key, String byDefault, Map<String, MlpActivation> covered) {
        String name = node.optionalText(key).orElse(byDefault);
        Optional<MlpActivation> found = Optional.ofNullable(covered.get(name));
        return found.orElseThrow(() -> notCovered(
                key + " (" + name + ")",
                "Covered here: "
                        + String.join(", ", covered.keySet().stream().sorted().toList()) + "."));
    }

    Vocabulary vocabulary(Embeddings byDefault) {
        Embeddings embeddings = node.optionalFlag("tie_word_embeddings")
                .map(tied -> tied ? Embeddings.TIED : Embeddings.UNTIED)
                .orElse(byDefault);
        return new Vocabulary(required("vocab_size"), Defaults.PADDING, embeddings, EmbeddingNorm.ABSENT);
    }

    /** Refuses a file whose flag is not as the operators stand for. */
    void require(String key, boolean covered, String hint) {
        if (flag(key, covered) != covered) {
            throw notCovered(key + " (" + !covered + ")", hint);
        }
    }

    /** Leading layers that have one MLP in place of experts: a list of the first so many layers. */
    long leadingLayers(String key) {
        List<Long> layers = node.wholes(key);
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) != i) {
                throw notCovered(key + " (" + layers + ")", "Covered are the first layers, 0, 1 and so on.");
            }
        }
        return layers.size();
    }

    NotCoveredException notCovered(String what, String hint) {
        return new NotCoveredException(file + ": " + what + " is not covered.\n  " + hint);
    }
}

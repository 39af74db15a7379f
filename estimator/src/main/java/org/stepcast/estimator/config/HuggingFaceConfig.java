package org.stepcast.estimator.config;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.stepcast.core.error.Faults;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.Architecture.Biases;
import org.stepcast.estimator.config.Architecture.Embeddings;
import org.stepcast.estimator.config.Architecture.Positions;
import org.stepcast.estimator.config.Architecture.Residual;

/**
 * Reads a model's config.json as Hugging Face Transformers writes it; keys that do not bear on time or memory are passed
 * over. A key that is absent means what it means there. Source: the configuration classes of Transformers 4.
 */
final class HuggingFaceConfig {

    private static final List<String> COVERED = List.of("gpt2", "gpt_neox", "llama", "mistral", "qwen2");

    private final Path file;
    private final YamlNode keys;

    private HuggingFaceConfig(Path file, YamlNode keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * Reads the file; JSON is YAML.
     *
     * @throws NotCoveredException if the model is of a type, or has a feature, that no operator stands for
     */
    static BaseModel read(Path file) {
        Faults faults = new Faults(file.toString());
        HuggingFaceConfig config = new HuggingFaceConfig(file, YamlFile.read(file, faults));
        String type = config.keys.text("model_type");
        faults.throwIfAny();
        BaseModel model = switch (type) {
            case "gpt2" -> config.gpt2();
            case "gpt_neox" -> config.gptNeox();
            case "llama" -> config.llama(config.llamaBiases());
            case "mistral" -> config.llama(Biases.NONE);
            case "qwen2" -> config.llama(Biases.QUERY_KEY_VALUE);
            default ->
                throw config.notCovered(
                        "model_type (" + type + ")",
                        "Covered are " + String.join(", ", COVERED) + "; or give the fields under model.");
        };
        faults.throwIfAny();
        return model;
    }

    private BaseModel llama(Biases biases) {
        requireActivation("hidden_act", List.of("silu", "swish"));
        long hidden = required("hidden_size");
        long heads = required("num_attention_heads");
        return base(new Architecture(
                file.toString(),
                required("num_hidden_layers"),
                hidden,
                heads,
                optional("num_key_value_heads", heads),
                optional("head_dim", keys.has("head_dim") ? 1 : headSize("num_attention_heads", hidden, heads)),
                required("intermediate_size"),
                required("vocab_size"),
                ActivationKind.SWIGLU,
                NormalizationKind.RMS_NORM,
                Positions.ROTARY,
                0,
                embeddings(Embeddings.UNTIED),
                biases,
                Residual.SEQUENTIAL,
                AttentionMask.CAUSAL));
    }

    private BaseModel gpt2() {
        requireActivation("activation_function", List.of("gelu", "gelu_new"));
        long hidden = required("n_embd");
        long heads = required("n_head");
        return base(new Architecture(
                file.toString(),
                required("n_layer"),
                hidden,
                heads,
                heads,
                headSize("n_head", hidden, heads),
                optional("n_inner", Defaults.feedForwardSize(ActivationKind.GELU, hidden)),
                required("vocab_size"),
                ActivationKind.GELU,
                NormalizationKind.LAYER_NORM,
                Positions.LEARNED,
                required("n_positions"),
                embeddings(Embeddings.TIED),
                Biases.ALL,
                Residual.SEQUENTIAL,
                AttentionMask.CAUSAL));
    }

    private BaseModel gptNeox() {
        requireActivation("hidden_act", List.of("gelu", "gelu_new", "gelu_fast"));
        if (!keys.optionalFlag("attention_bias").orElse(true)) {
            throw notCovered("attention_bias (false)", "Give the fields under model, with biases: all or none.");
        }
        long hidden = required("hidden_size");
        long heads = required("num_attention_heads");
        boolean parallel = keys.optionalFlag("use_parallel_residual").orElse(true);
        return base(new Architecture(
                file.toString(),
                required("num_hidden_layers"),
                hidden,
                heads,
                heads,
                headSize("num_attention_heads", hidden, heads),
                required("intermediate_size"),
                required("vocab_size"),
                ActivationKind.GELU,
                NormalizationKind.LAYER_NORM,
                Positions.ROTARY,
                0,
                embeddings(Embeddings.UNTIED),
                Biases.ALL,
                parallel ? Residual.PARALLEL : Residual.SEQUENTIAL,
                AttentionMask.CAUSAL));
    }

    private BaseModel base(Architecture model) {
        boolean windowed = keys.optionalFlag("use_sliding_window")
                .orElse(!keys.text("model_type").equals("qwen2"));
        OptionalLong window = size("sliding_window");
        return new BaseModel(model, windowed ? window : OptionalLong.empty());
    }

    private long headSize(String headsKey, long hidden, long heads) {
        if (hidden % heads != 0) {
            keys.fault(
                    headsKey, "must divide the hidden size (" + hidden + ")", NearNumbers.divisorHint(heads, hidden));
        }
        return Math.max(1, hidden / heads);
    }

    private Biases llamaBiases() {
        boolean attention = keys.optionalFlag("attention_bias").orElse(false);
        boolean mlp = keys.optionalFlag("mlp_bias").orElse(false);
        if (attention != mlp) {
            throw notCovered(
                    "attention_bias (" + attention + ") with mlp_bias (" + mlp + ")",
                    "Covered are both or neither; or give the fields under model.");
        }
        return attention ? Biases.ALL : Biases.NONE;
    }

    private Embeddings embeddings(Embeddings byDefault) {
        return keys.optionalFlag("tie_word_embeddings")
                .map(tied -> tied ? Embeddings.TIED : Embeddings.UNTIED)
                .orElse(byDefault);
    }

    private void requireActivation(String key, List<String> covered) {
        String activation = keys.optionalText(key).orElse(covered.getLast());
        if (!covered.contains(activation)) {
            throw notCovered(key + " (" + activation + ")", "Covered here: " + String.join(", ", covered) + ".");
        }
    }

    private long required(String key) {
        return keys.has(key) ? optional(key, 1) : keys.count(key);
    }

    private long optional(String key, long byDefault) {
        return size(key).orElse(byDefault);
    }

    private OptionalLong size(String key) {
        return keys.optionalWhole(key, 1, Size.VOCABULARY.highest());
    }

    private NotCoveredException notCovered(String what, String hint) {
        return new NotCoveredException(file + ": " + what + " is not covered.\n  " + hint);
    }
}

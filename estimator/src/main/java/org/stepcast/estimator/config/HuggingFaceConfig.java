package org.stepcast.estimator.config;

import java.nio.file.Path;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;

/**
 * Reads a model's config.json as Hugging Face Transformers writes it; keys that do not bear on time or memory are passed
 * over. A key that is absent means what it means there. Source: the configuration classes of Transformers 4.
 */
final class HuggingFaceConfig {

    private static final String COVERED =
            "bloom, deepseek_v2, deepseek_v3, falcon, gemma, gpt2, gpt_neox, llama, mistral,"
                    + " mixtral, mpt, opt, phi, phi3, qwen2, qwen2_moe, qwen3, qwen3_moe";

    private HuggingFaceConfig() {}

    /**
     * Reads the file; JSON is YAML.
     *
     * @throws org.stepcast.core.error.NotCoveredException if the model is of a type, or has a feature, that no operator
     *     stands for
     */
    static Architecture read(Path file) {
        Faults faults = new Faults(file.toString());
        HuggingFaceKeys keys = new HuggingFaceKeys(file, YamlFile.read(file, faults));
        String type = keys.node().text("model_type");
        faults.throwIfAny();
        Architecture model = model(type, keys);
        faults.throwIfAny();
        return model;
    }

    private static Architecture model(String type, HuggingFaceKeys keys) {
        LlamaFamily llama = new LlamaFamily(keys);
        GptFamily gpt = new GptFamily(keys);
        return switch (type) {
            case "llama" -> llama.llama();
            case "mistral", "phi3" -> llama.windowed();
            case "mixtral" -> llama.mixtral();
            case "qwen2" -> llama.qwen2();
            case "qwen2_moe" -> llama.qwen2Moe();
            case "qwen3" -> llama.qwen3();
            case "qwen3_moe" -> llama.qwen3Moe();
            case "gemma" -> llama.gemma();
            case "deepseek_v2", "deepseek_v3" -> new DeepSeekFamily(keys).model();
            case "gpt2" -> gpt.gpt2();
            case "gpt_neox" -> gpt.gptNeox();
            case "opt" -> gpt.opt();
            case "phi" -> gpt.phi();
            case "bloom" -> new AlibiFamily(keys).bloom();
            case "falcon" -> new AlibiFamily(keys).falcon();
            case "mpt" -> new AlibiFamily(keys).mpt();
            default ->
                throw keys.notCovered(
                        "model_type (" + type + ")", "Covered are " + COVERED + "; or give the fields under model.");
        };
    }
}

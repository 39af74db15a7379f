package org.stepcast.estimator.config;

import java.util.List;

/** Models that are unknown, and files config.json that do not say enough or too much. */
final class BadModels {

    private static final String FILE = "config.json";

    private BadModels() {}

    static List<BadInput> all() {
        return List.of(
                job("unknown model", "qwen2-7bb", "job.yml: model (qwen2-7bb) is not a known model", "or qwen2-7b or"),
                job(
                        "model like none",
                        "qqqqqqqqqqqqqqqqqq",
                        "job.yml: model (qqqqqqqqqqqqqqqqqq) is not a known model",
                        "Known models: gpt2, ",
                        "or the path of a config.json"),
                job("empty model", "\"\"", "job.yml: model () is not a known model"),
                job("number as a model", "7", "job.yml: model (7) is not a known model"),
                job(
                        "unknown preset",
                        "{preset: gpt5}",
                        "job.yml: model.preset (gpt5) is not a known model",
                        "Maybe gpt2"),
                job(
                                "faulty key over an unknown preset",
                                "{preset: gpt5, layers: 0}",
                                "job.yml: model.preset (gpt5) is not a known model",
                                "job.yml: model.layers (0) must be a whole number")
                        .withFaults(2),
                job(
                        "preset and file",
                        "{preset: qwen2-7b, config: config.json}",
                        "job.yml: model.config (config.json) cannot go with a preset"),
                job(
                        "missing file",
                        "{config: absent.json}",
                        "job.yml: model.config (absent.json) is no file",
                        "Looked in"),
                job(
                        "unknown activation",
                        "{preset: llama-7b, activation: tanh}",
                        "model.activation (tanh) must be one of gelu, relu, swiglu, geglu"),
                job(
                        "unknown norm",
                        "{preset: llama-7b, normalization: batch_norm}",
                        "model.normalization (batch_norm) must be one of layer_norm, layer_norm_without_bias, rms_norm,"
                                + " unfused_rms_norm"),
                job(
                        "unknown biases",
                        "{preset: llama-7b, biases: some}",
                        "model.biases (some) must be one of none, query_key_value, attention, all,"
                                + " all_and_output_layer"),
                job(
                        "unknown mask",
                        "{preset: llama-7b, attention_mask: sliding}",
                        "model.attention_mask (sliding) must be one of full, causal"),
                job(
                        "word as a flag",
                        "{preset: llama-7b, tied_embeddings: no}",
                        "model.tied_embeddings (no) must be true or false"),
                job(
                        "window without a mask",
                        "{preset: llama-7b, attention_mask: full, attention_window: 4096}",
                        "model.attention_window (4096) cannot go with attention_mask full"),
                job(
                        "key-value heads of latent attention",
                        "{preset: deepseek-v2-lite, kv_heads: 4}",
                        "model.kv_heads (4) does not go with latent_attention"),
                job(
                        "biases of latent attention",
                        "{preset: deepseek-v2-lite, biases: all}",
                        "model.biases (all) must be none with latent_attention"),
                job(
                                "latent attention without its sizes",
                                "{preset: llama-7b, latent_attention: {query_rank: 512}}",
                                "model.latent_attention.kv_rank is missing",
                                "model.latent_attention.head_size is missing",
                                "model.latent_attention.rotary_head_size is missing",
                                "model.latent_attention.value_head_size is missing")
                        .withFaults(4),
                job(
                                "experts that are not counted",
                                "{preset: llama-7b, moe: {shared_size: 512}}",
                                "model.moe.experts is missing",
                                "model.moe.top_k is missing")
                        .withFaults(2),
                job(
                        "more experts of a token than there are",
                        "{preset: llama-7b, moe: {experts: 8, top_k: 9}}",
                        "model.moe.top_k (9) must be at most the expert count (8)"),
                job(
                        "gate without a shared expert",
                        "{preset: llama-7b, moe: {experts: 8, top_k: 2, shared_gate: true}}",
                        "model.moe.shared_gate (true) is only for a shared expert"),
                job(
                        "groups that do not divide the experts",
                        "{preset: deepseek-v3, moe: {experts: 252}}",
                        "model.moe.groups (not given) must divide the experts (252)",
                        "Give groups: 1"),
                job(
                        "groups without room for a token's experts",
                        "{preset: llama-7b, moe: {experts: 8, top_k: 3, groups: 4, top_groups: 1}}",
                        "model.moe.top_groups (1) must be at most groups (4) and have room for top_k (3)"),
                job(
                        "unknown routing",
                        "{preset: llama-7b, moe: {experts: 8, top_k: 2, routing: random}}",
                        "model.moe.routing (random) must be one of balanced, power_law_1_01, power_law_1_2"),
                file("no type", "{\"hidden_size\": 64}", "config.json: model_type is missing"),
                file(
                        "type that is not covered",
                        "{\"model_type\": \"mamba\"}",
                        "config.json: model_type (mamba) is not covered",
                        "gpt2, gpt_neox, llama, mistral, mixtral"),
                file(
                                "needed fields missing",
                                "{\"model_type\": \"llama\", \"hidden_size\": 4096, \"num_attention_heads\": 32}",
                                "config.json: num_hidden_layers is missing",
                                "config.json: intermediate_size is missing",
                                "config.json: vocab_size is missing")
                        .withFaults(3),
                llama(
                        "word as a size",
                        "\"num_hidden_layers\": 32",
                        "\"num_hidden_layers\": \"32\"",
                        "config.json: num_hidden_layers (32) must be a whole number"),
                llama(
                        "heads that do not divide",
                        "\"num_attention_heads\": 32",
                        "\"num_attention_heads\": 33",
                        "config.json: num_attention_heads (33) must divide the hidden size (4096)",
                        "Maybe use 32 or 64."),
                llama(
                        "activation that is not covered",
                        "silu",
                        "relu",
                        "config.json: hidden_act (relu) is not covered"),
                llama(
                        "biases that are not covered",
                        "\"attention_bias\": false",
                        "\"attention_bias\": false, \"mlp_bias\": true",
                        "config.json: mlp_bias (true) with attention_bias (false) is not covered"),
                file(
                        "biases of GPT-NeoX that are not covered",
                        BadInput.edit(HuggingFaceFiles.GPT_NEOX_20B, "{", "{\"attention_bias\": false, "),
                        "config.json: attention_bias (false) is not covered"),
                file(
                        "OPT that normalises afterwards",
                        BadInput.edit(
                                HuggingFaceFiles.OPT_125M,
                                "\"do_layer_norm_before\": true",
                                "\"do_layer_norm_before\": false"),
                        "config.json: do_layer_norm_before (false) is not covered"),
                file(
                        "OPT with a narrow embedding",
                        BadInput.edit(
                                HuggingFaceFiles.OPT_125M,
                                "\"word_embed_proj_dim\": 768",
                                "\"word_embed_proj_dim\": 512"),
                        "config.json: word_embed_proj_dim (512) is not covered"),
                file(
                        "dense layers between experts",
                        BadInput.edit(
                                HuggingFaceFiles.QWEN3_30B_A3B, "\"mlp_only_layers\": []", "\"mlp_only_layers\": [3]"),
                        "config.json: mlp_only_layers ([3]) is not covered"),
                file("garbled file", "{\"model_type\": \"llama\"", "config.json: line "),
                file("list", "[1, 2]", "config.json: must hold a mapping"));
    }

    private static BadInput job(String name, String model, String... fragments) {
        return BadInput.job("model: " + name, jobText(model), fragments);
    }

    private static BadInput file(String name, String json, String... fragments) {
        return BadInput.job("config.json: " + name, jobText(FILE), fragments).beside(FILE, json);
    }

    private static BadInput llama(String name, String from, String to, String... fragments) {
        return file(name, BadInput.edit(HuggingFaceFiles.LLAMA_3_8B, from, to), fragments);
    }

    private static String jobText(String model) {
        return "model: " + model + """

                cluster: {name: h100-sxm, gpu_count: 8}
                batch: {sequence_length: 8192, micro: 1, global: 8}
                """;
    }
}

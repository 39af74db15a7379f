package org.stepcast.estimator.config;

/** Files config.json as Hugging Face Transformers writes them, shortened to what bears on the model. */
final class HuggingFaceFiles {

    /** Source: meta-llama/Meta-Llama-3-8B. */
    static final String LLAMA_3_8B = """
            {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "hidden_act": "silu", "hidden_size": 4096,
             "intermediate_size": 14336, "max_position_embeddings": 8192, "model_type": "llama", "num_attention_heads": 32,
             "num_hidden_layers": 32, "num_key_value_heads": 8, "rms_norm_eps": 1e-05, "rope_scaling": null,
             "tie_word_embeddings": false, "torch_dtype": "bfloat16", "vocab_size": 128256}
            """;

    /** Source: mistralai/Mistral-7B-v0.1. */
    static final String MISTRAL_7B = """
            {"hidden_act": "silu", "hidden_size": 4096, "intermediate_size": 14336, "max_position_embeddings": 32768,
             "model_type": "mistral", "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8,
             "sliding_window": 4096, "tie_word_embeddings": false, "vocab_size": 32000}
            """;

    /** Source: Qwen/Qwen2-7B. */
    static final String QWEN2_7B = """
            {"hidden_act": "silu", "hidden_size": 3584, "intermediate_size": 18944, "max_position_embeddings": 131072,
             "max_window_layers": 28, "model_type": "qwen2", "num_attention_heads": 28, "num_hidden_layers": 28,
             "num_key_value_heads": 4, "sliding_window": 131072, "tie_word_embeddings": false,
             "use_sliding_window": false, "vocab_size": 152064}
            """;

    /** Source: openai-community/gpt2-xl. */
    static final String GPT2_XL = """
            {"activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "n_ctx": 1024,
             "n_embd": 1600, "n_head": 25, "n_layer": 48, "n_positions": 1024, "vocab_size": 50257}
            """;

    /** Source: EleutherAI/gpt-neox-20b. */
    static final String GPT_NEOX_20B = """
            {"hidden_act": "gelu_fast", "hidden_size": 6144, "intermediate_size": 24576, "max_position_embeddings": 2048,
             "model_type": "gpt_neox", "num_attention_heads": 64, "num_hidden_layers": 44, "rotary_pct": 0.25,
             "tie_word_embeddings": false, "vocab_size": 50432}
            """;

    private HuggingFaceFiles() {}
}

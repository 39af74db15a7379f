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

    /** Source: mistralai/Mixtral-8x7B-v0.1. */
    static final String MIXTRAL_8X7B = """
            {"hidden_act": "silu", "hidden_size": 4096, "intermediate_size": 14336, "max_position_embeddings": 32768,
             "model_type": "mixtral", "num_attention_heads": 32, "num_experts_per_tok": 2, "num_hidden_layers": 32,
             "num_key_value_heads": 8, "num_local_experts": 8, "router_aux_loss_coef": 0.02, "sliding_window": null,
             "tie_word_embeddings": false, "vocab_size": 32000}
            """;

    /** Source: Qwen/Qwen1.5-MoE-A2.7B. */
    static final String QWEN15_MOE_A2_7B = """
            {"decoder_sparse_step": 1, "hidden_act": "silu", "hidden_size": 2048, "intermediate_size": 5632,
             "max_window_layers": 21, "model_type": "qwen2_moe", "moe_intermediate_size": 1408, "norm_topk_prob": false,
             "num_attention_heads": 16, "num_experts": 60, "num_experts_per_tok": 4, "num_hidden_layers": 24,
             "num_key_value_heads": 16, "shared_expert_intermediate_size": 5632, "sliding_window": 32768,
             "tie_word_embeddings": false, "use_sliding_window": false, "vocab_size": 151936}
            """;

    /** Source: Qwen/Qwen3-0.6B. */
    static final String QWEN3_0_6B = """
            {"attention_bias": false, "head_dim": 128, "hidden_act": "silu", "hidden_size": 1024,
             "intermediate_size": 3072, "max_window_layers": 28, "model_type": "qwen3", "num_attention_heads": 16,
             "num_hidden_layers": 28, "num_key_value_heads": 8, "sliding_window": null, "tie_word_embeddings": true,
             "use_sliding_window": false, "vocab_size": 151936}
            """;

    /** Source: Qwen/Qwen3-30B-A3B. */
    static final String QWEN3_30B_A3B = """
            {"attention_bias": false, "decoder_sparse_step": 1, "head_dim": 128, "hidden_act": "silu",
             "hidden_size": 2048, "intermediate_size": 6144, "mlp_only_layers": [], "model_type": "qwen3_moe",
             "moe_intermediate_size": 768, "num_attention_heads": 32, "num_experts": 128, "num_experts_per_tok": 8,
             "num_hidden_layers": 48, "num_key_value_heads": 4, "sliding_window": null, "tie_word_embeddings": false,
             "use_sliding_window": false, "vocab_size": 151936}
            """;

    /** Source: google/gemma-7b. */
    static final String GEMMA_7B = """
            {"attention_bias": false, "head_dim": 256, "hidden_act": "gelu_pytorch_tanh", "hidden_size": 3072,
             "intermediate_size": 24576, "max_position_embeddings": 8192, "model_type": "gemma",
             "num_attention_heads": 16, "num_hidden_layers": 28, "num_key_value_heads": 16, "vocab_size": 256000}
            """;

    /** Source: microsoft/Phi-3-mini-4k-instruct. */
    static final String PHI_3_MINI = """
            {"hidden_act": "silu", "hidden_size": 3072, "intermediate_size": 8192, "max_position_embeddings": 4096,
             "model_type": "phi3", "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 32,
             "sliding_window": 2047, "tie_word_embeddings": false, "vocab_size": 32064}
            """;

    /** Source: deepseek-ai/DeepSeek-V2-Lite. */
    static final String DEEPSEEK_V2_LITE = """
            {"attention_bias": false, "first_k_dense_replace": 1, "hidden_act": "silu", "hidden_size": 2048,
             "intermediate_size": 10944, "kv_lora_rank": 512, "model_type": "deepseek_v2",
             "moe_intermediate_size": 1408, "moe_layer_freq": 1, "n_routed_experts": 64, "n_shared_experts": 2,
             "num_attention_heads": 16, "num_experts_per_tok": 6, "num_hidden_layers": 27, "num_key_value_heads": 16,
             "q_lora_rank": null, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "tie_word_embeddings": false,
             "v_head_dim": 128, "vocab_size": 102400}
            """;

    /** Source: deepseek-ai/DeepSeek-V3. */
    static final String DEEPSEEK_V3 = """
            {"attention_bias": false, "first_k_dense_replace": 3, "hidden_act": "silu", "hidden_size": 7168,
             "intermediate_size": 18432, "kv_lora_rank": 512, "model_type": "deepseek_v3",
             "moe_intermediate_size": 2048, "moe_layer_freq": 1, "n_group": 8, "n_routed_experts": 256,
             "n_shared_experts": 1, "num_attention_heads": 128, "num_experts_per_tok": 8, "num_hidden_layers": 61,
             "num_key_value_heads": 128, "num_nextn_predict_layers": 1, "q_lora_rank": 1536, "qk_nope_head_dim": 128,
             "qk_rope_head_dim": 64, "tie_word_embeddings": false, "topk_group": 4, "v_head_dim": 128,
             "vocab_size": 129280}
            """;

    /** Source: facebook/opt-125m. */
    static final String OPT_125M = """
            {"activation_function": "relu", "do_layer_norm_before": true, "ffn_dim": 3072, "hidden_size": 768,
             "max_position_embeddings": 2048, "model_type": "opt", "num_attention_heads": 12, "num_hidden_layers": 12,
             "vocab_size": 50272, "word_embed_proj_dim": 768}
            """;

    /** Source: bigscience/bloom-560m. */
    static final String BLOOM_560M = """
            {"apply_residual_connection_post_layernorm": false, "attention_softmax_in_fp32": true, "model_type": "bloom",
             "n_embed": 1024, "n_layer": 24, "num_attention_heads": 16, "offset_alibi": 100, "pretraining_tp": 1,
             "vocab_size": 250880}
            """;

    /** Source: tiiuae/falcon-7b. */
    static final String FALCON_7B = """
            {"alibi": false, "bias": false, "hidden_size": 4544, "model_type": "falcon", "multi_query": true,
             "new_decoder_architecture": false, "num_attention_heads": 71, "num_hidden_layers": 32,
             "parallel_attn": true, "vocab_size": 65024}
            """;

    /** Source: tiiuae/falcon-40b. */
    static final String FALCON_40B = """
            {"alibi": false, "bias": false, "hidden_size": 8192, "model_type": "falcon",
             "new_decoder_architecture": true, "num_attention_heads": 128, "num_hidden_layers": 60, "num_kv_heads": 8,
             "parallel_attn": true, "vocab_size": 65024}
            """;

    /** Source: mosaicml/mpt-7b. */
    static final String MPT_7B = """
            {"attn_config": {"alibi": true, "alibi_bias_max": 8, "attn_impl": "torch", "attn_type": "multihead_attention"},
             "d_model": 4096, "expansion_ratio": 4, "learned_pos_emb": true, "max_seq_len": 2048, "model_type": "mpt",
             "n_heads": 32, "n_layers": 32, "no_bias": true, "norm_type": "low_precision_layernorm", "vocab_size": 50432}
            """;

    /** Source: microsoft/phi-2. */
    static final String PHI_2 = """
            {"hidden_act": "gelu_new", "hidden_size": 2560, "intermediate_size": 10240, "max_position_embeddings": 2048,
             "model_type": "phi", "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 32,
             "partial_rotary_factor": 0.4, "qk_layernorm": false, "tie_word_embeddings": false, "vocab_size": 51200}
            """;

    private HuggingFaceFiles() {}
}

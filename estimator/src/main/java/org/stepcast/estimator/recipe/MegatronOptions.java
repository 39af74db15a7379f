package org.stepcast.estimator.recipe;

import java.util.List;

/** Megatron-LM's options that say the same as one key of the named form. */
final class MegatronOptions {

    /** An option and its key. */
    record Option(String name, String key) {}

    /** Options with a number. */
    static final List<Option> NUMBERS = List.of(
            new Option("--num-layers", "model.layers"),
            new Option("--hidden-size", "model.hidden_size"),
            new Option("--num-attention-heads", "model.heads"),
            new Option("--kv-channels", "model.head_size"),
            new Option("--ffn-hidden-size", "model.feed_forward_size"),
            new Option("--vocab-size", "model.vocabulary_size"),
            new Option("--make-vocab-size-divisible-by", "model.vocabulary_multiple"),
            new Option("--q-lora-rank", "model.latent_attention.query_rank"),
            new Option("--kv-lora-rank", "model.latent_attention.kv_rank"),
            new Option("--qk-head-dim", "model.latent_attention.head_size"),
            new Option("--qk-pos-emb-head-dim", "model.latent_attention.rotary_head_size"),
            new Option("--v-head-dim", "model.latent_attention.value_head_size"),
            new Option("--num-experts", "model.moe.experts"),
            new Option("--moe-router-topk", "model.moe.top_k"),
            new Option("--moe-router-num-groups", "model.moe.groups"),
            new Option("--moe-router-group-topk", "model.moe.top_groups"),
            new Option("--moe-ffn-hidden-size", "model.moe.hidden_size"),
            new Option("--moe-shared-expert-intermediate-size", "model.moe.shared_size"),
            new Option("--moe-expert-capacity-factor", "model.moe.capacity_factor"),
            new Option("--tensor-model-parallel-size", "parallel.tensor"),
            new Option("--pipeline-model-parallel-size", "parallel.pipeline"),
            new Option("--num-virtual-stages-per-pipeline-rank", "parallel.virtual_stages"),
            new Option("--context-parallel-size", "parallel.context"),
            new Option("--expert-model-parallel-size", "parallel.expert"),
            new Option("--expert-tensor-parallel-size", "parallel.expert_tensor"),
            new Option("--seq-length", "batch.sequence_length"),
            new Option("--micro-batch-size", "batch.micro"),
            new Option("--global-batch-size", "batch.global"));

    /** Flags that are off unless given. */
    static final List<Option> FLAGS = List.of(
            new Option("--qk-layernorm", "model.query_key_norm"),
            new Option("--sequence-parallel", "parallel.sequence_parallel"),
            new Option("--overlap-grad-reduce", "parallel.overlap.gradient_reduce"),
            new Option("--overlap-param-gather", "parallel.overlap.parameter_gather"),
            new Option("--tp-comm-overlap", "parallel.overlap.tensor"),
            new Option("--overlap-moe-expert-parallel-comm", "parallel.overlap.expert"),
            new Option("--account-for-embedding-in-pipeline-split", "parallel.count_embedding_as_layer"),
            new Option("--account-for-loss-in-pipeline-split", "parallel.count_output_layer_as_layer"));

    private MegatronOptions() {}
}

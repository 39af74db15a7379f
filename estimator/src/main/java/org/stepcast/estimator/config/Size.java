package org.stepcast.estimator.config;

/** The whole numbers of a job that must fit together: where each form writes them, what messages call them, their range. */
enum Size {
    LAYERS("model", "layers", "encoders", "layer count", 100_000),
    HIDDEN("model", "hidden_size", "training_config[6] dim", "hidden size", 1 << 20),
    HEADS("model", "heads", "training_config[4] h", "head count", 1 << 16),
    KEY_VALUE_HEADS("model", "kv_heads", "training_config[4] h", "key-value head count", 1 << 16),
    HEAD_SIZE("model", "head_size", "training_config[6] dim", "head size", 1 << 16),
    FEED_FORWARD("model", "feed_forward_size", "training_config[6] dim", "feed-forward size", 1 << 22),
    VOCABULARY("model", "vocabulary_size", "", "vocabulary size", 1 << 22),
    POSITIONS("model", "position_count", "training_config[5] l", "number of learned positions", 1 << 24),
    ATTENTION_WINDOW("model", "attention_window", "", "attention window", 1 << 24),
    VOCABULARY_MULTIPLE("model", "vocabulary_multiple", "", "vocabulary multiple", 1 << 22),
    QUERY_RANK("model.latent_attention", "query_rank", "", "query rank", 1 << 20),
    KEY_VALUE_RANK("model.latent_attention", "kv_rank", "", "key-value rank", 1 << 20),
    PLAIN_HEAD_SIZE("model.latent_attention", "head_size", "", "head size without rotation", 1 << 16),
    ROTARY_HEAD_SIZE("model.latent_attention", "rotary_head_size", "", "rotated head size", 1 << 16),
    VALUE_HEAD_SIZE("model.latent_attention", "value_head_size", "", "value head size", 1 << 16),
    EXPERTS("model.moe", "experts", "", "expert count", 1 << 16),
    TOP_K("model.moe", "top_k", "", "number of experts of a token", 1 << 16),
    EXPERT_FEED_FORWARD("model.moe", "hidden_size", "", "feed-forward size of an expert", 1 << 22),
    SHARED_FEED_FORWARD("model.moe", "shared_size", "", "feed-forward size of the shared expert", 1 << 22),
    EXPERT_PERIOD("model.moe", "layer_period", "", "period of layers with experts", 100_000),
    GPU_COUNT("cluster", "gpu_count", "training_config pp·mp·dp", "GPU count", 1 << 24),
    NODE_GPUS("cluster", "node.gpu_count", "training_config[8] gpus_per_node", "GPU count of a node", 1 << 16),
    TENSOR("parallel", "tensor", "training_config[1] mp", "tensor-parallel size", 1 << 16),
    PIPELINE("parallel", "pipeline", "training_config[0] pp", "pipeline-parallel size", 1 << 16),
    DATA("parallel", "data", "training_config[2] dp", "data-parallel size", 1 << 20),
    CONTEXT("parallel", "context", "", "context-parallel size", 1 << 16),
    EXPERT("parallel", "expert", "", "expert-parallel size", 1 << 16),
    EXPERT_TENSOR("parallel", "expert_tensor", "", "expert-tensor-parallel size", 1 << 16),
    VIRTUAL_STAGES("parallel", "virtual_stages", "", "virtual stages", 1 << 10),
    SEQUENCE("batch", "sequence_length", "training_config[5] l", "sequence length", 1 << 24),
    MICRO("batch", "micro", "training_config[3] b", "micro-batch size", 1 << 16),
    MICRO_BATCHES("batch", "", "training_config[7] steps_per_update", "micro-batch count", 1 << 20),
    GLOBAL("batch", "global", "training_config b·dp·steps_per_update", "global batch size", 1 << 24);

    private final String section;
    private final String key;
    private final String publishedPath;
    private final String noun;
    private final long highest;

    Size(String section, String key, String publishedPath, String noun, long highest) {
        this.section = section;
        this.key = key;
        this.publishedPath = publishedPath;
        this.noun = noun;
        this.highest = highest;
    }

    /** The key within its section of the named form. */
    String key() {
        return key;
    }

    /** Where the named form writes it. */
    String namedPath() {
        return section + "." + key;
    }

    /** Where the published form writes it, or what it follows from. */
    String publishedPath() {
        return publishedPath;
    }

    String noun() {
        return noun;
    }

    /** The largest value that is read: products of sizes then stay far inside of 64 bits. */
    long highest() {
        return highest;
    }
}

package org.stepcast.estimator.memory;

/**
 * One job of the slow oracle, on one rank, in plain numbers.
 *
 * @param expertWays ranks that the experts of a layer are divided over
 * @param keyHeads key-value heads
 * @param divided whether sequence parallelism is on
 * @param zero ZeRO stage under a distributed optimizer
 */
record SlowCase(
        Kind kind,
        int layers,
        int hidden,
        int heads,
        int keyHeads,
        int headSize,
        int width,
        int vocabulary,
        int sequence,
        int micro,
        int microBatches,
        int tensor,
        boolean divided,
        int context,
        int pipeline,
        int chunks,
        int data,
        int zero,
        int expertWays,
        String recompute) {

    /** What stands in a layer. */
    enum Kind {
        /** GELU, biases, dropout and unfused attention. */
        GPT,
        /** Gated MLP, flash attention. */
        LLAMA,
        /** The same with latent attention. */
        LATENT,
        /** LLaMA with experts, a first layer without and a shared expert. */
        EXPERTS,
        /** The same, loaded unevenly. */
        BUSY_EXPERTS
    }

    static final int QUERY_RANK = 512;
    static final int KEY_RANK = 256;
    static final int PLAIN_HEAD = 64;
    static final int ROTARY_HEAD = 32;
    static final int VALUE_HEAD = 64;
    static final int EXPERTS = 16;
    static final int TOP_K = 2;
    static final int EXPERT_WIDTH = 1024;
    static final int SHARED_WIDTH = 512;

    boolean gated() {
        return kind != Kind.GPT;
    }

    boolean hasExperts() {
        return kind == Kind.EXPERTS || kind == Kind.BUSY_EXPERTS;
    }

    /** Rows of the busiest rank's experts, dealt out expert by expert. */
    long expertRows() {
        double all = 0;
        double busiest = 0;
        for (int expert = 0; expert < EXPERTS; expert++) {
            double load = kind == Kind.BUSY_EXPERTS ? 1 / Math.pow(expert + 1, 1.2) : 1;
            all += load;
            busiest += expert % expertWays == 0 ? load : 0;
        }
        return Math.round(dividedTokens() * TOP_K * expertWays * busiest / all);
    }

    int tokens() {
        return micro * sequence / context;
    }

    int dividedTokens() {
        return divided ? tokens() / tensor : tokens();
    }

    int rankHeads() {
        return heads / tensor;
    }

    int rankKeyHeads() {
        return Math.max(1, keyHeads / tensor);
    }

    int rankWidth() {
        return width / tensor;
    }

    int rankVocabulary() {
        int multiple = 128 * tensor;
        int padded = vocabulary;
        while (padded % multiple != 0) {
            padded++;
        }
        return padded / tensor;
    }
}

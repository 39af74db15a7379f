package org.stepcast.estimator.memory;

/**
 * One job of the slow oracle, on one rank, in plain numbers.
 *
 * @param gated LLaMA with flash attention; else GPT with GELU, biases, dropout and unfused attention
 * @param keyHeads key-value heads
 * @param divided whether sequence parallelism is on
 * @param zero ZeRO stage under a distributed optimizer
 */
record SlowCase(
        boolean gated,
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
        String recompute) {

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

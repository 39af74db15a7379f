package org.stepcast.sampler.backend;

/**
 * A decoder-only transformer to train.
 *
 * @param keyValueHeadCount equals headCount but for grouped-query attention
 * @param positionCount rows of the learned position table; 0 where positions are rotary
 */
public record ModelShape(
        String name,
        Family family,
        int layerCount,
        int hiddenSize,
        int headCount,
        int keyValueHeadCount,
        int feedForwardSize,
        int vocabularySize,
        int positionCount) {

    /** What a layer is made of. */
    public enum Family {
        /** LayerNorm, learned positions, biases, GELU, the output layer shares the embedding. */
        GPT2,
        /** RMSNorm, rotary positions, SwiGLU, no biases, an output layer of its own. */
        LLAMA
    }

    public ModelShape {
        if (hiddenSize % headCount != 0 || headCount % keyValueHeadCount != 0) {
            throw new IllegalArgumentException("heads (" + headCount + ") must divide hidden (" + hiddenSize
                    + "), and key-value heads (" + keyValueHeadCount + ") must divide heads");
        }
    }

    public int headSize() {
        return hiddenSize / headCount;
    }

    /** Weights of the matrix products that each token passes through, the output layer included. */
    public double productParameterCount() {
        double attention = (double) hiddenSize * headSize() * (2.0 * headCount + 2.0 * keyValueHeadCount);
        double mlp = (family == Family.LLAMA ? 3.0 : 2.0) * hiddenSize * feedForwardSize;
        return layerCount * (attention + mlp) + (double) hiddenSize * vocabularySize;
    }

    /**
     * FLOPs of one forward pass over {@code batchCount} sequences: two for each weight and token, and
     * 4·layers·hidden·sequence² for each sequence's attention, its causal mask not taken off.
     */
    public double forwardFlops(long batchCount, long sequenceTokens) {
        double tokens = (double) batchCount * sequenceTokens;
        return 2 * productParameterCount() * tokens + 4.0 * layerCount * hiddenSize * sequenceTokens * tokens;
    }
}

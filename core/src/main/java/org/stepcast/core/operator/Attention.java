package org.stepcast.core.operator;

/**
 * Fused (flash) attention on queries [batch, sequence, queryHead, headSize] and keys and values
 * [batch, sequence, keyValueHead, headSize]; scores never reach device memory. Source: Dao et al. 2022, arXiv 2205.14135.
 *
 * @param keyValueHeadCount equals queryHeadCount for multi-head, 1 for multi-query attention
 */
public record Attention(
        long batchCount,
        long sequenceTokens,
        long queryHeadCount,
        long keyValueHeadCount,
        long headSize,
        AttentionMask mask)
        implements Operator {

    /** Which keys a query may see. */
    public enum AttentionMask {
        FULL,
        CAUSAL
    }

    /** Backward recomputes the scores: five products instead of the two of the forward pass. */
    private static final double BACKWARD_TO_FORWARD_FLOPS = 2.5;

    public Attention {
        Operator.requirePositive("batchCount", batchCount);
        Operator.requirePositive("sequenceTokens", sequenceTokens);
        Operator.requirePositive("queryHeadCount", queryHeadCount);
        Operator.requirePositive("keyValueHeadCount", keyValueHeadCount);
        Operator.requirePositive("headSize", headSize);
        if (queryHeadCount % keyValueHeadCount != 0) {
            throw new IllegalArgumentException("keyValueHeadCount (" + keyValueHeadCount
                    + ") must divide queryHeadCount (" + queryHeadCount + ")");
        }
    }

    /** Forward 4·batch·heads·sequence²·headSize FLOPs, half of it when causal; backward 2.5 times that. */
    @Override
    public Work work(Pass pass, Precision precision) {
        double share = mask == AttentionMask.CAUSAL ? 0.5 : 1.0;
        double flops = 4.0 * batchCount * queryHeadCount * sequenceTokens * sequenceTokens * headSize * share;
        double rows = (double) precision.byteCount() * batchCount * sequenceTokens * headSize;
        double queries = rows * queryHeadCount;
        double keysAndValues = 2 * rows * keyValueHeadCount;
        return switch (pass) {
            case FORWARD -> new Work(flops, queries + keysAndValues, queries);
            case BACKWARD ->
                new Work(BACKWARD_TO_FORWARD_FLOPS * flops, 3 * queries + keysAndValues, queries + keysAndValues);
            case WHOLE -> throw Operator.noSuchPass(this, pass);
        };
    }

    @Override
    public String family() {
        return mask == AttentionMask.CAUSAL ? "attention_causal" : "attention_full";
    }

    @Override
    public String shapeText() {
        String heads =
                queryHeadCount == keyValueHeadCount ? "" + queryHeadCount : queryHeadCount + "/" + keyValueHeadCount;
        return batchCount + "x" + sequenceTokens + "x" + heads + "x" + headSize;
    }
}

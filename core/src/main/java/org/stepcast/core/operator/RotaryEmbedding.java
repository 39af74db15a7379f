package org.stepcast.core.operator;

/**
 * Rotates queries [tokens, queryHead, headSize] and keys [tokens, keyValueHead, headSize] by their positions. Source: Su
 * et al. 2021, arXiv 2104.09864.
 *
 * @param sequenceTokens tokens of one sequence: the rows of the table of angles
 */
public record RotaryEmbedding(
        long batchCount, long sequenceTokens, long queryHeadCount, long keyValueHeadCount, long headSize)
        implements Operator {

    public RotaryEmbedding {
        Operator.requirePositive("batchCount", batchCount);
        Operator.requirePositive("sequenceTokens", sequenceTokens);
        Operator.requirePositive("queryHeadCount", queryHeadCount);
        Operator.requirePositive("keyValueHeadCount", keyValueHeadCount);
        Operator.requirePositive("headSize", headSize);
    }

    @Override
    public Work work(Pass pass, Precision precision) {
        if (pass == Pass.WHOLE) {
            throw Operator.noSuchPass(this, pass);
        }
        double heads = queryHeadCount + keyValueHeadCount;
        double elements = precision.byteCount() * heads * batchCount * sequenceTokens * headSize;
        return Work.moving(elements, elements);
    }

    @Override
    public String family() {
        return "rotary_embedding";
    }

    @Override
    public String shapeText() {
        String heads =
                queryHeadCount == keyValueHeadCount ? "" + queryHeadCount : queryHeadCount + "/" + keyValueHeadCount;
        return batchCount + "x" + sequenceTokens + "x" + heads + "x" + headSize;
    }
}

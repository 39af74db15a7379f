package org.stepcast.core.operator;

/**
 * Vocabulary-parallel cross-entropy of logits [token, vocabularyShard] without its collectives, as Megatron-LM computes
 * it: maximum, exponentials in place, sum, target; the backward pass turns the saved softmax into the gradient.
 */
public record CrossEntropy(long batchCount, long sequenceTokens, long vocabularyShardSize) implements Operator {

    public CrossEntropy {
        Operator.requirePositive("batchCount", batchCount);
        Operator.requirePositive("sequenceTokens", sequenceTokens);
        Operator.requirePositive("vocabularyShardSize", vocabularyShardSize);
    }

    @Override
    public Work work(Pass pass, Precision precision) {
        double logits = (double) precision.byteCount() * batchCount * sequenceTokens * vocabularyShardSize;
        return switch (pass) {
            case FORWARD, BACKWARD -> Work.moving(logits, logits);
            case WHOLE -> throw Operator.noSuchPass(this, pass);
        };
    }

    @Override
    public String family() {
        return "cross_entropy";
    }

    @Override
    public String shapeText() {
        return batchCount + "x" + sequenceTokens + "x" + vocabularyShardSize;
    }
}

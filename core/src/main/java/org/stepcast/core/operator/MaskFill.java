package org.stepcast.core.operator;

/** Overwrites the masked half of scores [matrix, query, key] in place. */
public record MaskFill(long matrixCount, long queryTokens, long keyTokens) implements Operator {

    public MaskFill {
        Operator.requirePositive("matrixCount", matrixCount);
        Operator.requirePositive("queryTokens", queryTokens);
        Operator.requirePositive("keyTokens", keyTokens);
    }

    /** A kernel may skip what the mask spares, so half of the scores is the least that is moved. */
    @Override
    public Work work(Pass pass, Precision precision) {
        double scores = (double) precision.byteCount() * matrixCount * queryTokens * keyTokens;
        return switch (pass) {
            case FORWARD -> Work.moving(0, scores / 2);
            case BACKWARD -> Work.moving(scores, scores);
            case WHOLE -> throw Operator.noSuchPass(this, pass);
        };
    }

    @Override
    public String family() {
        return "mask_fill";
    }

    @Override
    public String shapeText() {
        return matrixCount + "x" + queryTokens + "x" + keyTokens;
    }
}

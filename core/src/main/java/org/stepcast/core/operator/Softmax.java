package org.stepcast.core.operator;

/** Softmax over the last dimension of scores [matrix, query, key]; a matrix is one head of one sequence. */
public record Softmax(SoftmaxKind kind, long matrixCount, long queryTokens, long keyTokens) implements Operator {

    /** The kernel. */
    public enum SoftmaxKind {
        PLAIN,
        /** Scale, causal mask and softmax in one kernel (Megatron's scaled upper-triangular masked softmax). */
        CAUSAL_FUSED
    }

    public Softmax {
        Operator.requirePositive("matrixCount", matrixCount);
        Operator.requirePositive("queryTokens", queryTokens);
        Operator.requirePositive("keyTokens", keyTokens);
    }

    /** A causal kernel must read only the lower triangle, but writes the whole matrix. */
    @Override
    public Work work(Pass pass, Precision precision) {
        double scores = (double) precision.byteCount() * matrixCount * queryTokens * keyTokens;
        double readShare = kind == SoftmaxKind.CAUSAL_FUSED ? 0.5 : 1.0;
        return switch (pass) {
            case FORWARD -> Work.moving(scores * readShare, scores);
            case BACKWARD -> Work.moving(2 * scores * readShare, scores);
            case WHOLE -> throw Operator.noSuchPass(this, pass);
        };
    }

    @Override
    public String family() {
        return switch (kind) {
            case PLAIN -> "softmax";
            case CAUSAL_FUSED -> "softmax_causal_fused";
        };
    }

    @Override
    public String shapeText() {
        return matrixCount + "x" + queryTokens + "x" + keyTokens;
    }
}

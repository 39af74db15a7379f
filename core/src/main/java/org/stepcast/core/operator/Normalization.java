package org.stepcast.core.operator;

/** Normalises each of {@code tokenCount} rows of {@code hiddenSize} features and scales it. */
public record Normalization(NormalizationKind kind, long tokenCount, long hiddenSize) implements Operator {

    /** The norm and how its kernels are built. */
    public enum NormalizationKind {
        /** One fused kernel: mean and variance, weight and bias. */
        LAYER_NORM,
        /** One fused kernel: root mean square, weight. */
        RMS_NORM,
        /** Root mean square written as separate element-wise kernels in fp32, as GPT-NeoX does. */
        UNFUSED_RMS_NORM
    }

    public Normalization {
        Operator.requirePositive("tokenCount", tokenCount);
        Operator.requirePositive("hiddenSize", hiddenSize);
    }

    /** Forward reads and writes the rows once; backward reads rows and gradients and writes gradients. */
    @Override
    public Work work(Pass pass, Precision precision) {
        double rows = (double) precision.byteCount() * tokenCount * hiddenSize;
        return switch (pass) {
            case FORWARD -> Work.moving(rows, rows);
            case BACKWARD -> Work.moving(2 * rows, rows);
            case WHOLE -> throw Operator.noSuchPass(this, pass);
        };
    }

    @Override
    public String family() {
        return switch (kind) {
            case LAYER_NORM -> "layer_norm";
            case RMS_NORM -> "rms_norm";
            case UNFUSED_RMS_NORM -> "unfused_rms_norm";
        };
    }

    @Override
    public String shapeText() {
        return tokenCount + "x" + hiddenSize;
    }
}

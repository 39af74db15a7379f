package org.stepcast.core.operator;

/**
 * The MLP's activation on rows of {@code width} outputs. SwiGLU reads a gate and a value [tokens, width] each and writes
 * one product.
 */
public record Activation(ActivationKind kind, long tokenCount, long width) implements Operator {

    /** The function. */
    public enum ActivationKind {
        GELU,
        SWIGLU
    }

    public Activation {
        Operator.requirePositive("tokenCount", tokenCount);
        Operator.requirePositive("width", width);
    }

    /** Backward reads the inputs and the output's gradient and writes the inputs' gradients. */
    @Override
    public Work work(Pass pass, Precision precision) {
        double rows = (double) precision.byteCount() * tokenCount * width;
        double inputs = kind == ActivationKind.SWIGLU ? 2 * rows : rows;
        return switch (pass) {
            case FORWARD -> Work.moving(inputs, rows);
            case BACKWARD -> Work.moving(inputs + rows, inputs);
            case WHOLE -> throw Operator.noSuchPass(this, pass);
        };
    }

    @Override
    public String family() {
        return switch (kind) {
            case GELU -> "gelu";
            case SWIGLU -> "swiglu";
        };
    }

    @Override
    public String shapeText() {
        return tokenCount + "x" + width;
    }
}

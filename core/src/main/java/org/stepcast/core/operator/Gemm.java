package org.stepcast.core.operator;

/**
 * A linear layer: {@code Y[m, n] = X[m, k] · W[k, n]}, all matrices per rank. The family of projections, MLP, expert and
 * output layers.
 *
 * @param m rows: tokens of the micro-batch
 * @param n output features
 * @param k input features
 * @param bias whether a bias [n] is added, and its gradient reduced in the backward pass
 */
public record Gemm(long m, long n, long k, Bias bias) implements Operator {

    /** Whether a linear layer adds a bias. */
    public enum Bias {
        NONE,
        ADDED
    }

    public Gemm {
        Operator.requirePositive("m", m);
        Operator.requirePositive("n", n);
        Operator.requirePositive("k", k);
    }

    /** Forward 2·m·n·k FLOPs; backward (data and weight gradient) twice that. */
    @Override
    public Work work(Pass pass, Precision precision) {
        double flops = 2.0 * m * n * k;
        double size = precision.byteCount();
        double input = size * m * k;
        double weight = size * k * n;
        double output = size * m * n;
        double biasBytes = bias == Bias.ADDED ? size * n : 0;
        return switch (pass) {
            case FORWARD -> new Work(flops, input + weight + biasBytes, output);
            case BACKWARD -> new Work(2 * flops, 2 * output + weight + input, input + weight + biasBytes);
            case WHOLE -> throw Operator.noSuchPass(this, pass);
        };
    }

    @Override
    public String family() {
        return "gemm";
    }

    @Override
    public String shapeText() {
        return m + "x" + n + "x" + k;
    }
}

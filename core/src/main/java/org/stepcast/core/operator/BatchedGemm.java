package org.stepcast.core.operator;

/**
 * Independent products {@code C_i[m, n] = A_i[m, k] · B_i[k, n]}, as unfused attention does for its scores and values.
 *
 * @param kind which product of unfused attention it is, since the kernels that frameworks call for it differ
 */
public record BatchedGemm(BatchedGemmKind kind, long batchCount, long m, long n, long k) implements Operator {

    /** The product of unfused attention. */
    public enum BatchedGemmKind {
        /** Queries by transposed keys ({@code baddbmm}). */
        SCORES,
        /** Probabilities by values ({@code bmm}). */
        VALUES
    }

    public BatchedGemm {
        Operator.requirePositive("batchCount", batchCount);
        Operator.requirePositive("m", m);
        Operator.requirePositive("n", n);
        Operator.requirePositive("k", k);
    }

    /** Forward 2·batch·m·n·k FLOPs; backward (gradients of both factors) twice that. */
    @Override
    public Work work(Pass pass, Precision precision) {
        double flops = 2.0 * batchCount * m * n * k;
        double size = (double) precision.byteCount() * batchCount;
        double factors = size * (m * k + k * n);
        double product = size * m * n;
        return switch (pass) {
            case FORWARD -> new Work(flops, factors, product);
            case BACKWARD -> new Work(2 * flops, 2 * product + factors, factors);
            case WHOLE -> throw Operator.noSuchPass(this, pass);
        };
    }

    @Override
    public String family() {
        return switch (kind) {
            case SCORES -> "batched_gemm_scores";
            case VALUES -> "batched_gemm_values";
        };
    }

    @Override
    public String shapeText() {
        return batchCount + "x" + m + "x" + n + "x" + k;
    }
}

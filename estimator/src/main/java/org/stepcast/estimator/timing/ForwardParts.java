package org.stepcast.estimator.timing;

import java.util.List;
import org.stepcast.core.operator.BatchedGemm;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;

/** Backward passes by forward passes of comparable work, for devices that were only sampled forward. */
final class ForwardParts {

    private ForwardParts() {}

    /**
     * The forward passes whose sum a backward pass is about proportional to; empty for other passes. A linear layer's
     * gradients of input [m, k] and weight [n, k] are products themselves.
     */
    static List<Query> of(Query query) {
        if (query.pass() != Pass.BACKWARD) {
            return List.of();
        }
        return switch (query.operator()) {
            case Gemm gemm ->
                List.of(
                        query.forward(new Gemm(gemm.m(), gemm.k(), gemm.n(), Bias.NONE)),
                        query.forward(new Gemm(gemm.n(), gemm.k(), gemm.m(), Bias.NONE)));
            case BatchedGemm gemm ->
                List.of(
                        query.forward(new BatchedGemm(gemm.kind(), gemm.batchCount(), gemm.m(), gemm.k(), gemm.n())),
                        query.forward(new BatchedGemm(gemm.kind(), gemm.batchCount(), gemm.k(), gemm.n(), gemm.m())));
            case Operator other -> List.of(query.forward(other));
        };
    }

    /** Work of the backward pass relative to all of its parts. */
    static double workRatio(Query query, List<Query> parts) {
        double share = 0;
        for (Query part : parts) {
            share += part.workRatio(query);
        }
        return 1 / share;
    }
}

package org.stepcast.estimator.feature;

import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;

/** Linear layers: one product forward; backward the gradients of the input [m, k] and of the weight [n, k]. */
final class GemmFeatures {

    private GemmFeatures() {}

    static void describe(Gemm gemm, RowWriter row) {
        row.hostTerm("launch", 1);
        row.dimension("m", gemm.m());
        row.dimension("n", gemm.n());
        row.dimension("k", gemm.k());
        if (row.situation().isForward()) {
            new ProductWriter(row, "output").write(new MatrixProduct(1, gemm.m(), gemm.n(), gemm.k()));
            return;
        }
        new ProductWriter(row, "data").write(new MatrixProduct(1, gemm.m(), gemm.k(), gemm.n()));
        new ProductWriter(row, "weight").write(new MatrixProduct(1, gemm.n(), gemm.k(), gemm.m()));
        double reducedBytes =
                gemm.bias() == Bias.ADDED ? (double) row.situation().precision().byteCount() * gemm.m() * gemm.n() : 0;
        row.deviceTerm("biasGradient", row.situation().memoryMicros(reducedBytes));
        row.feature("bias", gemm.bias() == Bias.ADDED ? 1 : 0);
    }
}

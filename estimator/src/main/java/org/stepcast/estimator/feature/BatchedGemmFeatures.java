package org.stepcast.estimator.feature;

import org.stepcast.core.operator.BatchedGemm;

/** The products of unfused attention: one forward; backward the gradients of the left [m, k] and right [k, n] factor. */
final class BatchedGemmFeatures {

    /** Kernels load rows in chunks of this many elements; other row lengths waste part of each chunk. */
    private static final double CHUNK_ELEMENTS = 64;

    private BatchedGemmFeatures() {}

    static void describe(BatchedGemm gemm, RowWriter row) {
        double batch = gemm.batchCount();
        row.hostTerm("launch", 1);
        row.dimension("batch", gemm.batchCount());
        row.dimension("m", gemm.m());
        row.dimension("n", gemm.n());
        row.dimension("k", gemm.k());
        row.feature("k.rest", gemm.k() % CHUNK_ELEMENTS);
        row.feature("n.rest", gemm.n() % CHUNK_ELEMENTS);
        if (row.situation().isForward()) {
            new ProductWriter(row, "output").write(new MatrixProduct(batch, gemm.m(), gemm.n(), gemm.k()));
            return;
        }
        new ProductWriter(row, "left").write(new MatrixProduct(batch, gemm.m(), gemm.k(), gemm.n()));
        new ProductWriter(row, "right").write(new MatrixProduct(batch, gemm.k(), gemm.n(), gemm.m()));
    }
}

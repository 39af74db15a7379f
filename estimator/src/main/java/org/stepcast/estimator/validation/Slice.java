package org.stepcast.estimator.validation;

import java.util.List;
import java.util.function.Predicate;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.operator.Gemm;

/** A part of a table whose accuracy is stated apart: products too small to matter for training hide those that do. */
record Slice(String label, Predicate<Sample> contains) {

    private static final long WORTHWHILE_ROWS = 256;
    private static final long LARGE_SIDE = 1024;

    /** All slices, the whole table first. */
    static List<Slice> all() {
        return List.of(
                new Slice("", sample -> true),
                new Slice(
                        "m >= " + WORTHWHILE_ROWS,
                        sample -> sample.operator() instanceof Gemm gemm && gemm.m() >= WORTHWHILE_ROWS),
                new Slice(
                        "m, n, k >= " + LARGE_SIDE,
                        sample -> sample.operator() instanceof Gemm gemm
                                && Math.min(gemm.m(), Math.min(gemm.n(), gemm.k())) >= LARGE_SIDE));
    }
}

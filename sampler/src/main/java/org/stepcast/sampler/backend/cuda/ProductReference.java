package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.BatchedGemm;
import org.stepcast.core.operator.BatchedGemm.BatchedGemmKind;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Pass;

/** Matrix products by three nested loops; all arrays are row-major. */
final class ProductReference {

    private ProductReference() {}

    /** A matrix inside of an array: element (row, column) is at start + row * rowStep + column * columnStep. */
    private static final class View {

        private final double[] values;
        private final long start;
        private final long rowStep;
        private final long columnStep;

        View(double[] values, long start, long rowStep, long columnStep) {
            this.values = values;
            this.start = start;
            this.rowStep = rowStep;
            this.columnStep = columnStep;
        }

        double at(long row, long column) {
            return values[Math.toIntExact(start + row * rowStep + column * columnStep)];
        }
    }

    static NamedArrays transposed(long batch, long m, long n, long k, Bias bias, Pass pass, NamedArrays in) {
        if (pass == Pass.FORWARD) {
            double[] y = new double[Math.toIntExact(batch * m * n)];
            for (long b = 0; b < batch; b++) {
                multiply(rows(in.get("x"), b * m * k, k), columns(in.get("weight"), b * n * k, k), m, n, k, y, b);
            }
            for (int i = 0; i < y.length && bias == Bias.ADDED; i++) {
                y[i] += in.get("bias")[Math.toIntExact(i % n)];
            }
            return NamedArrays.of("y", y);
        }
        double[] gradient = in.get("gradient");
        double[] ofInput = new double[in.get("x").length];
        double[] ofWeight = new double[in.get("weight").length];
        for (long b = 0; b < batch; b++) {
            multiply(rows(gradient, b * m * n, n), rows(in.get("weight"), b * n * k, k), m, k, n, ofInput, b);
            multiply(columns(gradient, b * m * n, n), rows(in.get("x"), b * m * k, k), n, k, m, ofWeight, b);
        }
        double[] ofBias = new double[Math.toIntExact(n)];
        for (int i = 0; i < gradient.length && bias == Bias.ADDED; i++) {
            ofBias[Math.toIntExact(i % n)] += gradient[i];
        }
        return NamedArrays.of("inputGradient", ofInput)
                .and("weightGradient", ofWeight)
                .and("biasGradient", ofBias);
    }

    /** Backward as fp8 does it: the arrays are taken for Wᵀ[k, n], Xᵀ[k, m] and, for the weight, gradientᵀ[n, m]. */
    static NamedArrays ofTransposedCopies(Gemm gemm, NamedArrays in) {
        long m = gemm.m();
        long n = gemm.n();
        long k = gemm.k();
        double[] ofInput = new double[Math.toIntExact(m * k)];
        double[] ofWeight = new double[Math.toIntExact(n * k)];
        multiply(rows(in.get("gradient"), 0, n), columns(in.get("weight"), 0, n), m, k, n, ofInput, 0);
        multiply(rows(in.get("gradient"), 0, m), columns(in.get("x"), 0, m), n, k, m, ofWeight, 0);
        return NamedArrays.of("inputGradient", ofInput).and("weightGradient", ofWeight);
    }

    static NamedArrays of(BatchedGemm gemm, Pass pass, NamedArrays in) {
        long batch = gemm.batchCount();
        long m = gemm.m();
        long n = gemm.n();
        long k = gemm.k();
        if (gemm.kind() == BatchedGemmKind.SCORES) {
            return transposed(batch, m, n, k, Bias.NONE, pass, in);
        }
        double[] x = in.get("x");
        double[] weight = in.get("weight");
        if (pass == Pass.FORWARD) {
            double[] y = new double[Math.toIntExact(batch * m * n)];
            for (long b = 0; b < batch; b++) {
                multiply(rows(x, b * m * k, k), rows(weight, b * k * n, n), m, n, k, y, b);
            }
            return NamedArrays.of("y", y);
        }
        double[] gradient = in.get("gradient");
        double[] ofInput = new double[x.length];
        double[] ofWeight = new double[weight.length];
        for (long b = 0; b < batch; b++) {
            multiply(rows(gradient, b * m * n, n), columns(weight, b * k * n, n), m, k, n, ofInput, b);
            multiply(columns(x, b * m * k, k), rows(gradient, b * m * n, n), k, n, m, ofWeight, b);
        }
        return NamedArrays.of("inputGradient", ofInput).and("weightGradient", ofWeight);
    }

    static NamedArrays of(ExpertLayer layer, Pass pass, NamedArrays in) {
        long experts = Math.ceilDiv(layer.expertCount(), layer.expertWays());
        long tokens = Math.ceilDiv(layer.tokenCount() * layer.topKCount(), layer.expertCount());
        long hidden = layer.hiddenSize();
        long inner = Math.ceilDiv(layer.expertHiddenSize(), layer.tensorWays());
        NamedArrays projection = NamedArrays.of("x", in.get("x")).and("weight", in.get("up"));
        double[] gated = transposed(experts, tokens, 2 * inner, hidden, Bias.NONE, Pass.FORWARD, projection)
                .get("y");
        double[] activated = ElementReference.swiglu(gated, Math.toIntExact(inner));
        NamedArrays second = NamedArrays.of("x", activated).and("weight", in.get("down"));
        if (pass == Pass.FORWARD) {
            return transposed(experts, tokens, hidden, inner, Bias.NONE, pass, second);
        }
        NamedArrays ofDown =
                transposed(experts, tokens, hidden, inner, Bias.NONE, pass, second.and("gradient", in.get("gradient")));
        double[] ofGated = ElementReference.swigluGradient(ofDown.get("inputGradient"), gated, Math.toIntExact(inner));
        NamedArrays ofUp =
                transposed(experts, tokens, 2 * inner, hidden, Bias.NONE, pass, projection.and("gradient", ofGated));
        return NamedArrays.of("inputGradient", ofUp.get("inputGradient"))
                .and("upGradient", ofUp.get("weightGradient"))
                .and("downGradient", ofDown.get("weightGradient"));
    }

    /** A matrix of {@code width} columns as it lies. */
    private static View rows(double[] values, long start, long width) {
        return new View(values, start, width, 1);
    }

    /** Its transpose. */
    private static View columns(double[] values, long start, long width) {
        return new View(values, start, 1, width);
    }

    /** Matrix {@code index} of {@code out}, each m by n. */
    private static void multiply(View a, View b, long m, long n, long k, double[] out, long index) {
        int place = Math.toIntExact(index * m * n);
        for (long row = 0; row < m; row++) {
            for (long column = 0; column < n; column++) {
                double sum = 0;
                for (long i = 0; i < k; i++) {
                    sum += a.at(row, i) * b.at(i, column);
                }
                out[place++] = sum;
            }
        }
    }
}

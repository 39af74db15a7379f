package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.BatchedGemm;
import org.stepcast.core.operator.BatchedGemm.BatchedGemmKind;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.Operand.Role;
import org.stepcast.sampler.backend.cuda.Product.Epilogue;
import org.stepcast.sampler.backend.cuda.Product.Order;

/**
 * Linear layers and the products of unfused attention by cuBLASLt, laid out as frameworks do. The library's matrices are
 * column-major, so a row-major Y[m, n] is its n by m matrix; weights are row-major [n, k].
 */
final class MatrixProducts {

    private final OptionalLibraries libraries;

    MatrixProducts(OptionalLibraries libraries) {
        this.libraries = libraries;
    }

    void add(RoutineBuilder builder, Gemm gemm, Pass pass, Precision precision) throws Refusal {
        boolean hasBias = gemm.bias() == Bias.ADDED;
        addTransposed(builder, new Sizes(1, gemm.m(), gemm.n(), gemm.k()), pass, precision, hasBias);
    }

    void add(RoutineBuilder builder, BatchedGemm gemm, Pass pass, Precision precision) throws Refusal {
        if (precision == Precision.FP8) {
            throw new Refusal(Refusal.Kind.UNSUPPORTED, "frameworks have no batched products in fp8");
        }
        Sizes sizes = new Sizes(gemm.batchCount(), gemm.m(), gemm.n(), gemm.k());
        if (gemm.kind() == BatchedGemmKind.SCORES) {
            addTransposed(builder, sizes, pass, precision, false);
        } else {
            addPlain(builder, sizes, pass, precision);
        }
    }

    /** Y[m, n] = X[m, k] · Wᵀ, W[n, k]: linear layers, and queries by keys. Backward: of X, then of W. */
    private void addTransposed(RoutineBuilder builder, Sizes s, Pass pass, Precision precision, boolean hasBias)
            throws Refusal {
        CublasLt cublas = cublas(builder);
        boolean isFp8 = precision == Precision.FP8;
        Operand x = builder.random("x", s.batchCount() * s.m() * s.k());
        Operand weight = builder.random("weight", s.batchCount() * s.n() * s.k());
        Product forward = new Product(s.n(), s.m(), s.k(), Order.TRANSPOSED, Order.PLAIN, s.batchCount(), precision);
        ElementType outType = cublas.resultType(precision);
        if (pass == Pass.FORWARD) {
            Operand y = builder.result("y", outType, s.batchCount() * s.m() * s.n());
            Operand bias = hasBias ? builder.random("bias", Role.INPUT, outType, s.n(), 1.0f) : y;
            cublas.add(builder, forward, hasBias ? Epilogue.BIAS : Epilogue.NONE, weight, x, y, bias);
            return;
        }
        ElementType gradientType = isFp8 ? ElementType.E5M2 : builder.type();
        Operand gradient = builder.random("gradient", Role.INPUT, gradientType, s.batchCount() * s.m() * s.n(), 1.0f);
        Operand inputGradient = builder.result("inputGradient", outType, x.elementCount());
        Operand weightGradient = builder.result("weightGradient", outType, weight.elementCount());
        // fp8 multiplies a transposed by a plain matrix only: frameworks keep transposed copies, whose cost is not
        // here.
        Order factor = isFp8 ? Order.TRANSPOSED : Order.PLAIN;
        Product ofInput = new Product(s.k(), s.m(), s.n(), factor, Order.PLAIN, s.batchCount(), precision);
        Order upper = isFp8 ? Order.PLAIN : Order.TRANSPOSED;
        Product ofWeight = new Product(s.k(), s.n(), s.m(), factor, upper, s.batchCount(), precision);
        cublas.add(builder, ofInput, Epilogue.NONE, weight, gradient, inputGradient, inputGradient);
        boolean sumsBias = hasBias && !isFp8;
        Operand biasGradient = sumsBias ? builder.result("biasGradient", outType, s.n()) : weightGradient;
        Epilogue epilogue = sumsBias ? Epilogue.BIAS_GRADIENT : Epilogue.NONE;
        cublas.add(builder, ofWeight, epilogue, x, gradient, weightGradient, biasGradient);
    }

    /** Y[m, n] = X[m, k] · W[k, n]: probabilities by values. */
    private void addPlain(RoutineBuilder builder, Sizes s, Pass pass, Precision precision) throws Refusal {
        CublasLt cublas = cublas(builder);
        Operand x = builder.random("x", s.batchCount() * s.m() * s.k());
        Operand weight = builder.random("weight", s.batchCount() * s.k() * s.n());
        if (pass == Pass.FORWARD) {
            Operand y = builder.result("y", s.batchCount() * s.m() * s.n());
            Product forward = new Product(s.n(), s.m(), s.k(), Order.PLAIN, Order.PLAIN, s.batchCount(), precision);
            cublas.add(builder, forward, Epilogue.NONE, weight, x, y, y);
            return;
        }
        Operand gradient = builder.random("gradient", s.batchCount() * s.m() * s.n());
        Operand inputGradient = builder.result("inputGradient", x.elementCount());
        Operand weightGradient = builder.result("weightGradient", weight.elementCount());
        Product ofInput = new Product(s.k(), s.m(), s.n(), Order.TRANSPOSED, Order.PLAIN, s.batchCount(), precision);
        Product ofWeight = new Product(s.n(), s.k(), s.m(), Order.PLAIN, Order.TRANSPOSED, s.batchCount(), precision);
        cublas.add(builder, ofInput, Epilogue.NONE, weight, gradient, inputGradient, inputGradient);
        cublas.add(builder, ofWeight, Epilogue.NONE, gradient, x, weightGradient, weightGradient);
    }

    /** A batched product over the experts for each projection: gate and up as one. */
    void add(RoutineBuilder builder, ExpertLayer layer, Pass pass, Precision precision) throws Refusal {
        if (layer.routing() != Routing.BALANCED || precision == Precision.FP8) {
            throw new Refusal(
                    Refusal.Kind.UNSUPPORTED, "experts are sampled with balanced routing, in fp32, fp16 and bf16");
        }
        new ExpertProducts(builder, cublas(builder), layer, precision).add(pass);
    }

    private CublasLt cublas(RoutineBuilder builder) throws Refusal {
        return libraries.cublas(builder.driver());
    }

    /** Of Y[batch, m, n] = X[batch, m, k] by W. */
    private record Sizes(long batchCount, long m, long n, long k) {}
}

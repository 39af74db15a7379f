package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.Product.Epilogue;
import org.stepcast.sampler.backend.cuda.Product.Order;

/**
 * Gated experts that each get the same number of tokens. A projection of all experts is one batched product, started at once
 * whatever their number, as the grouped products of frameworks are.
 */
final class ExpertProducts {

    private final RoutineBuilder builder;
    private final CublasLt cublas;
    private final Precision precision;
    private final long expertCount;
    private final long tokenCount;
    private final long hidden;
    private final long inner;

    ExpertProducts(RoutineBuilder builder, CublasLt cublas, ExpertLayer layer, Precision precision) {
        this.builder = builder;
        this.cublas = cublas;
        this.precision = precision;
        this.expertCount = Math.ceilDiv(layer.expertCount(), layer.expertWays());
        this.tokenCount = Math.ceilDiv(layer.tokenCount() * layer.topKCount(), layer.expertCount());
        this.hidden = layer.hiddenSize();
        this.inner = Math.ceilDiv(layer.expertHiddenSize(), layer.tensorWays());
    }

    void add(Pass pass) throws Refusal {
        Operand x = builder.random("x", expertCount * tokenCount * hidden);
        Operand up = builder.random("up", expertCount * 2 * inner * hidden);
        Operand down = builder.random("down", expertCount * hidden * inner);
        Operand gated = builder.scratch(builder.type(), expertCount * tokenCount * 2 * inner);
        Operand activated = builder.scratch(builder.type(), expertCount * tokenCount * inner);
        if (pass == Pass.FORWARD) {
            addActivated(x, up, gated, activated);
            Operand y = builder.result("y", x.elementCount());
            addProduct(hidden, tokenCount, inner, Order.TRANSPOSED, Order.PLAIN, down, activated, y);
            return;
        }
        builder.setUp(() -> addActivated(x, up, gated, activated));
        Operand gradient = builder.random("gradient", x.elementCount());
        Operand ofActivated = builder.scratch(builder.type(), activated.elementCount());
        addBackward(inner, hidden, down, activated, gradient, ofActivated, "downGradient");
        Operand ofGated = builder.scratch(builder.type(), gated.elementCount());
        launchSwiglu("swiglu_backward", ofActivated, gated, ofGated);
        Operand ofInput = builder.result("inputGradient", x.elementCount());
        addBackward(hidden, 2 * inner, up, x, ofGated, ofInput, "upGradient");
    }

    private void addActivated(Operand x, Operand up, Operand gated, Operand activated) throws Refusal {
        addProduct(2 * inner, tokenCount, hidden, Order.TRANSPOSED, Order.PLAIN, up, x, gated);
        launchSwiglu("swiglu_forward", gated, activated);
    }

    /** The gradients of y[token, out] = x[token, in] · Wᵀ, W[out, in]. */
    private void addBackward(
            long in, long out, Operand weight, Operand x, Operand gradient, Operand ofInput, String weightGradient)
            throws Refusal {
        Operand ofWeight = builder.result(weightGradient, weight.elementCount());
        addProduct(in, tokenCount, out, Order.PLAIN, Order.PLAIN, weight, gradient, ofInput);
        addProduct(in, out, tokenCount, Order.PLAIN, Order.TRANSPOSED, x, gradient, ofWeight);
    }

    private void addProduct(long m, long n, long k, Order left, Order right, Operand a, Operand b, Operand d)
            throws Refusal {
        cublas.add(builder, new Product(m, n, k, left, right, expertCount, precision), Epilogue.NONE, a, b, d, d);
    }

    private void launchSwiglu(String function, Operand... operands) throws Refusal {
        long packs = builder.packs(expertCount * tokenCount * inner);
        LaunchSize size = LaunchSize.over(packs, builder.multiprocessorCount());
        Object[] arguments = new Object[operands.length + 2];
        System.arraycopy(operands, 0, arguments, 0, operands.length);
        arguments[operands.length] = Math.toIntExact(builder.packs(inner));
        arguments[operands.length + 1] = packs;
        builder.launch("activation", function, size, arguments);
    }
}

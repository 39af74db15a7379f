package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.Latent;
import org.stepcast.estimator.config.SelfAttention.QueryProjection.Direct;
import org.stepcast.estimator.config.SelfAttention.QueryProjection.LowRank;
import org.stepcast.estimator.model.ExpertShape;
import org.stepcast.estimator.step.Execution.ProductFormat;

/**
 * Matrix products of a layer, all three of training, as operator samples have them, times how much longer they take in
 * training than in a micro-benchmark, where clocks are not yet throttled.
 */
record MatrixProducts(Workload work, Tuning tuning) {

    private static final double MICROS = 1e6;

    /** Share of the fp32 peak that products without tensor cores reach. A guess. */
    private static final double FP32_FRACTION = 0.85;

    /**
     * fp4 over fp8, casts apart. Source: cuBLASLt on GB200 sustains 5,262 to 5,604 TFLOPS in fp4 and 2,755 to 2,820 in fp8 for
     * products of 16384 and 32768 (Azure AI-benchmarking-guide, ND_GB200_v6_results.md).
     */
    private static final double FP4_GAIN = 1.9;

    /** Bytes per operand element to cast it to fp8: read 16 bits, write 8 bits, half of it fused elsewhere. */
    private static final double CAST_BYTES = 1.5;

    /**
     * One product of a layer, [m, k] by [k, n].
     *
     * @param countFactor how often a layer runs it; the time of grouped products is part of it
     */
    record Product(String name, double m, double n, double k, double countFactor) {}

    /** Time of all products of a layer. */
    ProductTimes layerTimes(LayerKind kind) {
        ProductTimes sum = ProductTimes.NONE;
        for (Product product : layer(kind)) {
            sum = sum.plus(times(product), product.countFactor());
        }
        return sum;
    }

    /** The products of one layer, in order. */
    List<Product> layer(LayerKind kind) {
        List<Product> products = new ArrayList<>();
        attention(products);
        if (kind == LayerKind.DENSE) {
            mlp(products, "mlp", work.tokens(), work.feedForward() / work.tensorWays(), 1);
        } else {
            work.mixture().ifPresent(mixture -> experts(products, mixture));
        }
        return products;
    }

    /** The last product of a layer, whose output no backward pass reads, where full recomputation leaves it out. */
    Optional<Product> unneeded(LayerKind kind) {
        boolean endsInProduct = kind == LayerKind.DENSE && work.config().model().residual() == Residual.SEQUENTIAL;
        return endsInProduct && tuning.of(work.profile(), Knob.RECOMPUTE_NEEDED) > 0
                ? Optional.of(layer(kind).getLast())
                : Optional.empty();
    }

    private void attention(List<Product> products) {
        double tokens = work.tokens();
        double heads = work.heads() / work.tensorWays();
        switch (work.config().model().attention()) {
            case Grouped grouped -> {
                double features = (work.heads() + 2 * work.keyValueHeads()) * work.headSize() / work.tensorWays();
                products.add(new Product("attention query key value", tokens, features, work.hidden(), 1));
                products.add(new Product("attention output", tokens, work.hidden(), heads * work.headSize(), 1));
            }
            case Latent latent -> latent(products, latent, heads);
        }
    }

    /** The down projections of queries and of keys and values are one product where both are compressed. */
    private void latent(List<Product> products, Latent latent, double heads) {
        double tokens = work.tokens();
        double compressed = latent.keyValueRankSize() + latent.rotaryHeadSize();
        switch (latent.query()) {
            case Direct direct -> {
                products.add(new Product("attention query", tokens, heads * latent.keySize(), work.hidden(), 1));
                products.add(new Product("attention key value down", tokens, compressed, work.hidden(), 1));
            }
            case LowRank low -> {
                products.add(new Product("attention down", tokens, low.rankSize() + compressed, work.hidden(), 1));
                products.add(new Product("attention query up", tokens, heads * latent.keySize(), low.rankSize(), 1));
            }
        }
        double up = heads * (latent.plainHeadSize() + latent.valueHeadSize());
        products.add(new Product("attention key value up", tokens, up, latent.keyValueRankSize(), 1));
        products.add(new Product("attention output", tokens, work.hidden(), heads * latent.valueHeadSize(), 1));
    }

    private void mlp(List<Product> products, String place, double rows, double width, double count) {
        products.add(new Product(place + " up", rows, (work.isGated() ? 2 : 1) * width, work.hidden(), count));
        products.add(new Product(place + " down", rows, work.hidden(), width, count));
    }

    /** Experts of the busiest rank one after the other, each with its share of the tokens; then what all tokens pass through. */
    private void experts(List<Product> products, Mixture mixture) {
        double perRank = mixture.expertCount() / work.expertWays();
        double tokens = work.tokens() * work.expertTensorWays() / work.tensorWays();
        double load = ExpertShape.loadFactor(mixture) * ExpertShape.hottestFactor(mixture, (long) work.expertWays());
        double rows = load * tokens * mixture.topKCount() / perRank;
        double width = mixture.expert().size() / work.expertTensorWays();
        mlp(products, "expert", rows, width, tuning.constant("moe.grouped") * perRank);
        if (work.sharedWidth() > 0) {
            mlp(products, "shared expert", work.tokens(), work.sharedWidth() / work.tensorWays(), 1);
        }
    }

    /** The output layer stays in 16 bits. */
    ProductTimes outputTimes() {
        Product output = output();
        return times(output, this::wide);
    }

    Product output() {
        return new Product("output layer", work.tokens(), work.vocabulary() / work.tensorWays(), work.hidden(), 1);
    }

    /** FLOPs of a product at the rate of large products. */
    double flopsMicros(double flops) {
        Machine machine = work.machine();
        return MICROS * flops / (machine.peakFlopsPerSecond() * machine.gemmFraction()) * slowdown();
    }

    /** One run of {@code product}. */
    ProductTimes times(Product product) {
        boolean narrow =
                work.config().precision() == Precision.FP8 && work.machine().hasFp8();
        return times(product, narrow ? this::narrow : this::wide);
    }

    /** The time of [m, k] by [k, n]. */
    private interface Shape {

        double micros(double m, double n, double k);
    }

    private static ProductTimes times(Product product, Shape shape) {
        double m = product.m();
        double n = product.n();
        double k = product.k();
        return new ProductTimes(shape.micros(m, n, k), shape.micros(m, k, n), shape.micros(k, n, m));
    }

    /** Where the time of wide products comes from. */
    Origin origin(Product product) {
        return work.samples().productOrigin(product.m(), product.n(), product.k());
    }

    private double wide(double m, double n, double k) {
        return work.config().precision() == Precision.FP32
                ? MICROS * 2 * m * n * k / (work.machine().fp32FlopsPerSecond() * FP32_FRACTION)
                : slowdown() * work.samples().productMicros(m, n, k);
    }

    private double narrow(double m, double n, double k) {
        double gain = tuning.of(work.profile(), Knob.FP8_GAIN)
                * (work.execution().products() == ProductFormat.FP4 ? FP4_GAIN : 1);
        return wide(m, n, k) / gain + new MemoryBound(work, tuning).micros(CAST_BYTES * (m * k + n * k));
    }

    private double slowdown() {
        return firstYear() * tuning.factor("gemm." + work.machine().family());
    }

    /** Libraries of the year in which the device came out. */
    private double firstYear() {
        return work.config().framework().year() <= work.machine().year() ? tuning.constant("gemm.first_year") : 1;
    }
}

package org.stepcast.estimator.step;

import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.Latent;
import org.stepcast.estimator.config.SelfAttention.QueryProjection.Direct;
import org.stepcast.estimator.config.SelfAttention.QueryProjection.LowRank;
import org.stepcast.estimator.step.Execution.ProductFormat;

/**
 * Matrix products of a layer: flops / (peak · share) + traffic + start, fitted to operator samples of the device, times how
 * much longer products take in training than in a micro-benchmark, where clocks are not yet throttled.
 */
record MatrixProducts(Workload work, Tuning tuning) {

    private static final double MICROS = 1e6;

    /** Share of the fp32 peak that products without tensor cores reach. A guess. */
    private static final double FP32_FRACTION = 0.85;

    /** fp4 over fp8. A guess: large products only, casts as for fp8. */
    private static final double FP4_GAIN = 1.25;

    /** Bytes per operand element to cast it to fp8: read 16 bits, write 8 bits, half of it fused elsewhere. */
    private static final double CAST_BYTES = 1.5;

    /** Products of one layer, forward; the backward pass has twice as many. */
    double layerMicros(LayerKind kind) {
        double mlp = switch (kind) {
            case DENSE -> mlp(work.tokens(), work.feedForward() / work.tensorWays());
            case EXPERTS -> work.mixture().map(this::experts).orElse(0.0);
        };
        return attention() + mlp;
    }

    private double attention() {
        double tokens = work.tokens();
        double heads = work.heads() / work.tensorWays();
        return switch (work.config().model().attention()) {
            case Grouped grouped -> {
                double features = (work.heads() + 2 * work.keyValueHeads()) * work.headSize() / work.tensorWays();
                yield product(tokens, features, work.hidden())
                        + product(tokens, work.hidden(), heads * work.headSize());
            }
            case Latent latent -> {
                double compressed = latent.keyValueRankSize() + latent.rotaryHeadSize();
                double query = query(latent, heads * latent.keySize(), compressed);
                double up = heads * (latent.plainHeadSize() + latent.valueHeadSize());
                yield query
                        + product(tokens, up, latent.keyValueRankSize())
                        + product(tokens, work.hidden(), heads * latent.valueHeadSize());
            }
        };
    }

    /** Queries, and the down projection of keys and values, which is one product with that of queries. */
    private double query(Latent latent, double features, double compressed) {
        double tokens = work.tokens();
        return switch (latent.query()) {
            case Direct direct -> product(tokens, features, work.hidden()) + product(tokens, compressed, work.hidden());
            case LowRank low ->
                product(tokens, low.rankSize() + compressed, work.hidden()) + product(tokens, features, low.rankSize());
        };
    }

    private double mlp(double rows, double width) {
        return product(rows, (work.isGated() ? 2 : 1) * width, work.hidden()) + product(rows, work.hidden(), width);
    }

    /** Experts of a rank one after the other, each with its even share of the tokens; then what all tokens pass through. */
    private double experts(Mixture mixture) {
        double perRank = mixture.expertCount() / work.expertWays();
        double tokens = work.tokens() * work.expertTensorWays() / work.tensorWays();
        double rows = tokens * mixture.topKCount() / perRank;
        double width = mixture.expert().size() / work.expertTensorWays();
        double grouped = tuning.constant("moe.grouped") * perRank * mlp(rows, width);
        double shared = work.sharedWidth() == 0 ? 0 : mlp(work.tokens(), work.sharedWidth() / work.tensorWays());
        return grouped + shared;
    }

    /** The output layer, forward; it stays in 16 bits. */
    double outputMicros() {
        return wide(work.tokens(), work.vocabulary() / work.tensorWays(), work.hidden());
    }

    /** FLOPs of a product at the rate of large products. */
    double flopsMicros(double flops) {
        Machine machine = work.machine();
        return MICROS * flops / (machine.peakFlopsPerSecond() * machine.gemmFraction()) * slowdown();
    }

    private double product(double m, double n, double k) {
        boolean narrow =
                work.config().precision() == Precision.FP8 && work.machine().hasFp8();
        return narrow ? narrow(m, n, k) : wide(m, n, k);
    }

    private double wide(double m, double n, double k) {
        Machine machine = work.machine();
        if (work.config().precision() == Precision.FP32) {
            return MICROS * 2 * m * n * k / (machine.fp32FlopsPerSecond() * FP32_FRACTION);
        }
        return flopsMicros(2 * m * n * k) + slowdown() * (trafficMicros(m, n, k) + machine.gemmStartMicros());
    }

    private double narrow(double m, double n, double k) {
        Machine machine = work.machine();
        double gain = tuning.of(work.profile(), Knob.FP8_GAIN)
                * (work.execution().products() == ProductFormat.FP4 ? FP4_GAIN : 1);
        double casts = MICROS
                * CAST_BYTES
                * (m * k + n * k)
                / (tuning.constant("mem.efficiency") * machine.memoryBytesPerSecond());
        double rest = trafficMicros(m, n, k) + casts + 2 * machine.gemmStartMicros();
        return flopsMicros(2 * m * n * k) / gain + firstYear() * rest;
    }

    private double trafficMicros(double m, double n, double k) {
        Machine machine = work.machine();
        return MICROS * machine.gemmTrafficFactor() * 2 * (m * n + n * k + m * k) / machine.memoryBytesPerSecond();
    }

    private double slowdown() {
        return firstYear() * tuning.factor("gemm." + work.machine().family());
    }

    /** Libraries of the year in which the device came out. */
    private double firstYear() {
        return work.config().framework().year() <= work.machine().year() ? tuning.constant("gemm.first_year") : 1;
    }
}

package org.stepcast.estimator.step;

import org.stepcast.estimator.config.Framework.CudaGraphs;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.step.LayerCommunication.Added;
import org.stepcast.estimator.step.LayerTraffic.PassBytes;

/** Composes one layer: compute, recomputation, host, and the communication that compute does not hide. */
final class LayerCost {

    /** How sharply a pass turns from bound by the device to bound by the host. A guess. */
    private static final double FLOOR_EXPONENT = 6;

    /** Kernels of a layer with experts over those of one without: routing, permutation, one product for each expert. */
    private static final double EXPERT_LAUNCHES = 2.5;

    private final Workload work;
    private final Tuning tuning;

    LayerCost(Workload work, Tuning tuning) {
        this.work = work;
        this.tuning = tuning;
    }

    /** The mean layer: some may have experts. */
    LayerTimes times() {
        double experts = work.expertLayerFraction();
        if (experts == 0) {
            return times(LayerKind.DENSE);
        }
        LayerTimes sparse = times(LayerKind.EXPERTS);
        return experts == 1 ? sparse : times(LayerKind.DENSE).mixedWith(sparse, experts);
    }

    private LayerTimes times(LayerKind kind) {
        ProductTimes product = new MatrixProducts(work, tuning).layerTimes(kind);
        Passes attention = new AttentionCore(work, tuning).passes();
        Passes memoryBound = new MemoryBound(work, tuning).layer(kind);
        Passes compute = product.passes().plus(attention).plus(memoryBound);
        Passes launches = launches(kind, compute);
        double recompute = recompute(kind, product.forwardMicros(), attention, memoryBound, compute, launches);
        Added added =
                new LayerCommunication(work, tuning, kind).behind(product, attention, memoryBound, launches, recompute);
        return new LayerTimes(
                product,
                attention,
                memoryBound,
                launches,
                recompute,
                isCaptured() ? 0 : 1e3 * knob(Knob.LAYER_HOST_MS),
                added.tensor(),
                added.expert(),
                added.context(),
                added.gather(),
                added.hidden());
    }

    /** Whole layers run their forward pass again; selective recomputation runs a part of the others. */
    private double recompute(
            LayerKind kind, double product, Passes attention, Passes memoryBound, Passes compute, Passes launches) {
        double fraction = work.execution().recomputedFraction();
        MatrixProducts products = new MatrixProducts(work, tuning);
        double unneededMicros = products.unneeded(kind)
                .map(last -> products.times(last).forwardMicros())
                .orElse(0.0);
        double whole = fraction * (compute.forwardMicros() + launches.forwardMicros() - unneededMicros);
        if (work.config().recompute() != Recompute.SELECTIVE) {
            return whole;
        }
        double part = switch (work.profile().selective()) {
            case CORE -> attention.forwardMicros();
            case OPERATORS -> product / 2 + memoryBound.forwardMicros();
            case ALL_BUT_PRODUCTS -> attention.forwardMicros() + memoryBound.forwardMicros();
        };
        return whole + (1 - fraction) * part;
    }

    /** What a pass takes longer because the host cannot launch its kernels fast enough. */
    private Passes launches(LayerKind kind, Passes compute) {
        if (isCaptured() && kind == LayerKind.DENSE) {
            return Passes.NONE; // experts wait for the numbers of their tokens and are not captured
        }
        PassBytes kernels =
                KernelTable.builtIn().traffic(work.execution().kernels()).launches();
        double host = knob(Knob.HOST_US) * (kind == LayerKind.EXPERTS ? EXPERT_LAUNCHES : 1);
        return new Passes(
                floored(compute.forwardMicros(), kernels.forwardBytes() * host),
                floored(compute.backwardMicros(), kernels.backwardBytes() * host));
    }

    /** Whether layers are launched as CUDA graphs. */
    private boolean isCaptured() {
        return work.config().framework().cudaGraphs() == CudaGraphs.ON;
    }

    private static double floored(double micros, double hostMicros) {
        double ratio = hostMicros / micros;
        double power = ratio * ratio * ratio;
        return micros * (Math.pow(1 + power * power, 1 / FLOOR_EXPONENT) - 1);
    }

    private double knob(Knob knob) {
        return tuning.of(work.profile(), knob);
    }
}

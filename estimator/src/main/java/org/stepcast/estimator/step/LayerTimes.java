package org.stepcast.estimator.step;

/**
 * What one layer takes for one micro-batch, by cause.
 *
 * @param launches what short kernels wait for the host
 * @param hostMicros of the framework, once a layer
 * @param tensor exposed collectives; recomputed ones count as backward
 * @param gather exposed per-layer gathers and reductions
 * @param hidden compute that hides communication already
 */
record LayerTimes(
        ProductTimes product,
        Passes attention,
        Passes memoryBound,
        Passes launches,
        double recomputeMicros,
        double hostMicros,
        Passes tensor,
        Passes expert,
        Passes context,
        Passes gather,
        Passes hidden) {

    Passes compute() {
        return product.passes().plus(attention).plus(memoryBound);
    }

    /** Compute with launches, recomputation apart. */
    Passes busy() {
        return compute().plus(launches);
    }

    Passes communication() {
        return tensor.plus(expert).plus(context).plus(gather);
    }

    double totalMicros() {
        return busy().bothMicros()
                + recomputeMicros
                + hostMicros
                + communication().bothMicros();
    }

    /** The mean of this layer and {@code fraction} of the other kind. */
    LayerTimes mixedWith(LayerTimes other, double fraction) {
        return new LayerTimes(
                product.mixedWith(other.product, fraction),
                attention.mixedWith(other.attention, fraction),
                memoryBound.mixedWith(other.memoryBound, fraction),
                launches.mixedWith(other.launches, fraction),
                (1 - fraction) * recomputeMicros + fraction * other.recomputeMicros,
                hostMicros,
                tensor.mixedWith(other.tensor, fraction),
                expert.mixedWith(other.expert, fraction),
                context.mixedWith(other.context, fraction),
                gather.mixedWith(other.gather, fraction),
                hidden.mixedWith(other.hidden, fraction));
    }
}

package org.stepcast.estimator.memory;

import java.util.Locale;

/** What a tensor is for. */
public enum Part {
    WEIGHTS(Share.WEIGHTS),
    /** Weights of other ranks while a layer needs them. */
    GATHERED_WEIGHTS(Share.WEIGHTS),
    GRADIENTS(Share.GRADIENTS),
    /** What gradients pass through while they are reduced. */
    GRADIENT_BUCKETS(Share.GRADIENTS),
    /** Main parameters and moments. */
    OPTIMIZER(Share.OPTIMIZER),
    /** What the optimizer needs only while it runs. */
    OPTIMIZER_STEP(Share.OPTIMIZER),
    /** Kept from the forward to the backward pass, of all micro-batches in flight. */
    ACTIVATIONS(Share.ACTIVATIONS),
    /** Computed again for the layer whose backward pass runs. */
    RECOMPUTED(Share.ACTIVATIONS),
    /** Gradients of activations, and weight gradients that are not added in place. */
    BACKWARD(Share.ACTIVATIONS),
    /** The norm before the output layer, and its gradient. */
    HEAD(Share.ACTIVATIONS),
    LOGITS(Share.ACTIVATIONS),
    /** Buffers that a framework never gives back. */
    BUFFERS(Share.OTHER),
    /** Scratch memory of matrix products. */
    WORKSPACES(Share.OTHER);

    /** The five figures that people ask for. */
    public enum Share {
        WEIGHTS,
        GRADIENTS,
        OPTIMIZER,
        ACTIVATIONS,
        OTHER
    }

    private final Share share;

    Part(Share share) {
        this.share = share;
    }

    public Share share() {
        return share;
    }

    /** As reports print it: {@code gradient buckets}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package org.stepcast.sampler.backend;

import java.nio.ByteBuffer;

/** Averages gradients over the ranks of a data-parallel job. */
public interface GradientExchange {

    /** One process trains alone: there is nothing to exchange. */
    static GradientExchange none() {
        return new GradientExchange() {
            @Override
            public boolean isAlone() {
                return true;
            }

            @Override
            public void average(ByteBuffer gradients) {}
        };
    }

    /** Whether there is only one rank. */
    boolean isAlone();

    /** Replaces the fp32 numbers in {@code gradients}, a direct buffer in native order, by their mean over all ranks. */
    void average(ByteBuffer gradients) throws Refusal;
}

package org.stepcast.estimator.feature;

import org.stepcast.core.operator.RotaryEmbedding;

/** A chain of small kernels: it waits for the host's launches until the elements outweigh them. */
final class RotaryFeatures {

    /** Halves of heads that are no multiple of this straddle memory sectors of 32 bytes. */
    private static final long ALIGNED_HEAD_SIZE = 32;

    /** From this head size on the straddled sectors are few among the whole ones. */
    private static final long LARGE_HEAD_SIZE = 128;

    private RotaryFeatures() {}

    static void describe(RotaryEmbedding rotary, RowWriter row) {
        Situation situation = row.situation();
        long tokens = rotary.batchCount() * rotary.sequenceTokens();
        long heads = rotary.queryHeadCount() + rotary.keyValueHeadCount();
        double elements = (double) tokens * heads * rotary.headSize();
        double pass = situation.memoryMicros(elements * situation.precision().byteCount());
        double straddling = rotary.headSize() % ALIGNED_HEAD_SIZE == 0 ? 0 : 1;
        double small = rotary.headSize() < LARGE_HEAD_SIZE ? 1 : 0;
        row.hostTerm("launch", 1);
        // The last kernel of the chain runs after the last launch.
        row.hostTerm("lastKernel", pass);
        row.deviceTerm("bytes", pass);
        row.deviceTerm("straddling", straddling * pass);
        row.deviceTerm("straddlingSmall", straddling * small * pass);
        row.dimension("tokens", tokens);
        row.dimension("heads", heads);
        row.dimension("headSize", rotary.headSize());
        row.feature("headSize.aligned", rotary.headSize() % ALIGNED_HEAD_SIZE);
    }
}

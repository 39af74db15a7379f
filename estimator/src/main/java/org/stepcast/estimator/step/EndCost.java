package org.stepcast.estimator.step;

/** Composes embedding, output layer and loss of one micro-batch. */
record EndCost(Workload work, Tuning tuning) {

    /** Per token and hidden feature, both passes: last norm, its inputs and gradients; lookup, scatter-add, dropout. */
    private static final double NORM_BYTES = 24;

    private static final double EMBEDDING_BYTES = 22;

    /** Shares of the forward pass in bytes that are counted for both. */
    private static final double FORWARD_FRACTION = 1.0 / 3;

    EndTimes times() {
        ProductTimes product = new MatrixProducts(work, tuning).outputTimes();
        MemoryBound memory = new MemoryBound(work, tuning);
        double rows = work.tokens() * work.hidden();
        double logits = work.tokens() * work.vocabulary() / work.tensorWays();
        double loss = memory.micros(logits * logitBytes()) + memory.micros(rows * NORM_BYTES);
        return new EndTimes(
                product.passes(), split(loss), split(memory.micros(rows * EMBEDDING_BYTES)), tensorMicros(2 * rows));
    }

    private double logitBytes() {
        double usual = tuning.of(work.profile(), Knob.LOGIT_BYTES);
        double fused = tuning.of(work.profile(), Knob.FUSED_LOGIT_BYTES);
        return switch (work.config().framework().fusedLoss()) {
            case BY_FRAMEWORK, OFF -> usual;
            case ON -> Math.min(usual, fused);
        };
    }

    private static Passes split(double micros) {
        return new Passes(FORWARD_FRACTION * micros, (1 - FORWARD_FRACTION) * micros);
    }

    /** The collective after the embedding has nothing to hide behind. */
    private double tensorMicros(double bytes) {
        return work.tensorWays() == 1 ? 0 : new GroupTimes(work, tuning).allReduceMicros(RankGroup.tensor(work), bytes);
    }
}

package org.stepcast.estimator.step;

import java.util.Optional;
import org.stepcast.core.operator.Attention;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.step.KernelTable.FlashRate;

/** The attention core of one layer, on one micro-batch and tensor-parallel rank. */
record AttentionCore(Workload work, Tuning tuning) {

    private static final double MICROS = 1e6;
    private static final double FLASH_START_MICROS = 5;
    private static final int SMALL_HEAD = 64;
    private static final int MIDDLE_HEAD = 128;

    /** Rates at head sizes up to 64 and below 128. Source: FlashAttention-2 paper, figures 4 and 5. */
    private static final double SMALL_HEAD_FRACTION = 0.88;

    private static final double MIDDLE_HEAD_FRACTION = 0.95;

    /** Bytes per score that the two products of the unfused core move beyond their math, each. Source: operator samples. */
    private static final double FORWARD_PRODUCT_BYTES = 1.7;

    private static final double BACKWARD_PRODUCT_BYTES = 1.3;

    /** Softmax and mask, then dropout, whose random numbers cost a third more. Source: bytes counted. */
    private static final double FORWARD_SCORE_BYTES = 4 + 7;

    private static final double BACKWARD_SCORE_BYTES = 6 + 6;

    /** Eager operators scale, mask, upcast, drop and cast one by one. */
    private static final double EAGER_FACTOR = 2.2;

    Passes passes() {
        double sequences = work.tokens() / work.sequence();
        double heads = Math.max(1, work.heads() / work.tensorWays());
        double scores = sequences * heads * work.sequence() * work.sequence();
        double fullFlops = 2
                * scores
                * (work.headSize() + work.config().model().attention().valueSize());
        return work.isUnfused() ? unfused(scores, fullFlops) : flash(fullFlops);
    }

    private Passes flash(double fullFlops) {
        AttentionKernel generation = work.execution().attention();
        Machine machine = work.machine();
        FlashRate rate = KernelTable.builtIn().flashRate(machine.family(), generation);
        double sequence = work.sequence();
        double reached = machine.peakFlopsPerSecond()
                * machine.sustainedFraction()
                * rate.fraction(sequence)
                * headFraction(generation);
        double factor = tuning.factor("attn." + generation.label() + "." + machine.family());
        double forward =
                factor * sampledMicros(rate).orElseGet(() -> MICROS * (fullFlops * work.visibleFraction()) / reached)
                        + FLASH_START_MICROS;
        return new Passes(forward, tuning.constant("attn.backward") * forward);
    }

    /** Samples are of the newest generation; older ones are as much slower as the table says. */
    private Optional<Double> sampledMicros(FlashRate rate) {
        FlashRate newest = KernelTable.builtIn().flashRate(work.machine().family(), AttentionKernel.FLASH3);
        return work.samples()
                .attention(operator())
                .map(time -> time.micros().p50() * newest.fraction(work.sequence()) / rate.fraction(work.sequence()));
    }

    /** The core of whole sequences and heads, for samples and reports. */
    Attention operator() {
        long heads = Math.max(1, Math.round(work.heads() / work.tensorWays()));
        long shared = Math.max(1, Math.round(work.keyValueHeads() / work.tensorWays()));
        return new Attention(
                Math.max(1, Math.round(work.tokens() / work.sequence())),
                Math.round(work.sequence()),
                heads,
                heads % shared == 0 ? shared : heads,
                Math.round(work.headSize()),
                work.config().model().mask());
    }

    private double headFraction(AttentionKernel generation) {
        if (generation == AttentionKernel.FLASH1 || work.headSize() >= MIDDLE_HEAD) {
            return 1;
        }
        return work.headSize() <= SMALL_HEAD ? SMALL_HEAD_FRACTION : MIDDLE_HEAD_FRACTION;
    }

    private Passes unfused(double scores, double fullFlops) {
        double products = new MatrixProducts(work, tuning).flopsMicros(fullFlops);
        double passes =
                tuning.constant("attn.unfused") * (work.execution().kernels() == KernelFusion.EAGER ? EAGER_FACTOR : 1);
        double scoreMicros = MICROS
                * scores
                / (tuning.constant("mem.efficiency") * work.machine().memoryBytesPerSecond());
        return new Passes(
                products + (2 * FORWARD_PRODUCT_BYTES + passes * FORWARD_SCORE_BYTES) * scoreMicros,
                2 * products + (4 * BACKWARD_PRODUCT_BYTES + passes * BACKWARD_SCORE_BYTES) * scoreMicros);
    }
}

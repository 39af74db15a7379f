package org.stepcast.estimator.step;

import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.step.LayerTraffic.Direction;
import org.stepcast.estimator.step.LayerTraffic.PassBytes;

/** Operators that move bytes: norms, residuals, activations, rotary embedding and copies, by the framework's fusion. */
record MemoryBound(Workload work, Tuning tuning) {

    private static final double MICROS = 1e6;

    /** Bytes per routed copy of a token and hidden feature, counted from Megatron-Core's permutation for all-to-all. */
    private static final PassBytes ROUTING = new PassBytes(20, 28);

    /** The same where the exchange itself sorts by rank: copies are sorted by expert and back, once each. */
    private static final PassBytes SORTED_ROUTING = new PassBytes(8, 12);

    Passes layer(LayerKind kind) {
        return new Passes(micros(kind, Direction.FORWARD), micros(kind, Direction.BACKWARD));
    }

    /** Rate of plain memory traffic. */
    double bytesPerSecond() {
        return tuning.constant("mem.efficiency") * work.machine().memoryBytesPerSecond();
    }

    /** Time of plain memory traffic. */
    double micros(double bytes) {
        return MICROS * bytes / bytesPerSecond();
    }

    private double micros(LayerKind kind, Direction direction) {
        LayerTraffic traffic = KernelTable.builtIn().traffic(work.execution().kernels());
        double ways = work.tensorWays();
        double heads = work.headSize() / ways;
        double norms = norms(traffic).of(direction) * work.hidden() / work.sequenceWays();
        double activation = (work.isGated() ? traffic.swiglu() : traffic.gelu()).of(direction) * width(kind) / ways;
        double rotary =
                work.isRotary() ? traffic.rotary().of(direction) * (work.heads() + work.keyValueHeads()) * heads : 0;
        double copies = traffic.copies().of(direction) * (work.heads() + 2 * work.keyValueHeads()) * heads;
        double headNorms = headNorms(direction) * (work.heads() + work.keyValueHeads()) * heads;
        double bytes = work.tokens() * (norms + activation + rotary + copies + headNorms + routed(kind, direction));
        return micros(bytes)
                * tuning.constant("mem." + work.execution().kernels().label());
    }

    /** Norms that the model computes operator by operator move what they move in eager PyTorch. */
    private PassBytes norms(LayerTraffic traffic) {
        return switch (work.config().model().normalization().kind()) {
            case LAYER_NORM -> traffic.norms();
            case RMS_NORM -> traffic.rmsNorms();
            case UNFUSED_RMS_NORM ->
                KernelTable.builtIn().traffic(KernelFusion.EAGER).rmsNorms();
        };
    }

    /** A norm over each head reads and writes it; backward it reads the input too. */
    private double headNorms(Direction direction) {
        boolean normed = work.config().model().attention() instanceof Grouped grouped
                && grouped.queryKeyNorm() == QueryKeyNorm.PER_HEAD;
        return normed ? direction == Direction.FORWARD ? 4 : 6 : 0;
    }

    /** MLP features of a token. */
    private double width(LayerKind kind) {
        if (kind == LayerKind.DENSE) {
            return work.feedForward();
        }
        return work.mixture()
                .map(mixture -> mixture.topKCount() * (double) mixture.expert().size() + work.sharedWidth())
                .orElse(0.0);
    }

    /** Sorting the copies of a token by expert, putting them back and weighing them, on the rank that has the token. */
    private double routed(LayerKind kind, Direction direction) {
        if (kind == LayerKind.DENSE) {
            return 0;
        }
        double perFeature = (work.sendsTokensOnce() ? SORTED_ROUTING : ROUTING).of(direction);
        return work.mixture()
                .map(mixture -> perFeature * mixture.topKCount() * work.hidden() / work.sequenceWays())
                .orElse(0.0);
    }
}

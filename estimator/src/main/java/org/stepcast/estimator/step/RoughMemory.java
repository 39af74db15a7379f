package org.stepcast.estimator.step;

import org.stepcast.estimator.config.Recompute;

/**
 * A rough peak of device memory, for rules that fill in what a run leaves open and for its uncertainty: states by ZeRO
 * stage, kept activations of a layer, logits. estimator.memory counts exactly.
 */
public record RoughMemory(Workload work) {

    /** Framework, driver and libraries. A guess. */
    private static final double FIXED_BYTES = 2e9;

    /** Share of the nominal capacity that a job may plan with; the rest fragments. A guess. */
    private static final double USABLE_FRACTION = 0.92;

    /** Nominal capacities are decimal here: the reserve of driver and allocator is about the difference. */
    private static final double DECIMAL_FRACTION = 1e9 / (1L << 30);

    private static final double LAYER_HIDDEN_BYTES = 8;
    private static final double SCORE_BYTES = 5;
    private static final double GATED_BYTES = 6;
    private static final double PLAIN_BYTES = 4;

    /** What a job may plan with. */
    public double usableBytes() {
        return USABLE_FRACTION * capacityBytes();
    }

    double capacityBytes() {
        return DECIMAL_FRACTION * work.machine().memoryBytes();
    }

    public double totalBytes() {
        return stateBytes() + activationBytes() + logitBytes() + FIXED_BYTES;
    }

    private double stateBytes() {
        double parameters = work.parameters().rank();
        double ranks = work.dataRanks();
        double gradient = work.profile().isMegatron() ? work.profile().value(Knob.GRAD_BYTES) : 2;
        return switch (work.zeroStage()) {
            case 0 -> (2 + gradient + 12) * parameters;
            case 1 -> (2 + gradient + 12 / ranks) * parameters;
            case 2 -> (2 + (gradient + 12) / ranks) * parameters;
            default ->
                16 * parameters / work.layerShardRanks() + 6 * work.parameters().denseLayer() / work.tensorWays();
        };
    }

    private double activationBytes() {
        double fraction = work.execution().recomputedFraction();
        double whole = work.tokens() * work.hidden() * 2 / work.sequenceWays();
        double kept = keptLayerBytes();
        double scores = scoreBytes();
        double storedScores = work.config().recompute() == Recompute.SELECTIVE ? 0 : scores;
        double layer = fraction * whole + (1 - fraction) * (kept + storedScores);
        return layer * work.stageLayers() * inFlight() + (kept + scores) * fraction;
    }

    private double keptLayerBytes() {
        double projected = 2 * (work.heads() + 2 * work.keyValueHeads()) * work.headSize();
        double mlp = (work.isGated() ? GATED_BYTES : PLAIN_BYTES) * width();
        return work.tokens()
                * (LAYER_HIDDEN_BYTES * work.hidden() / work.sequenceWays()
                        + (projected + 2 * work.hidden() + mlp) / work.tensorWays());
    }

    /** MLP features of a token: of its experts where layers have some. */
    private double width() {
        double experts = work.mixture()
                .map(mixture -> mixture.topKCount() * (double) mixture.expert().size() + work.sharedWidth())
                .orElse(0.0);
        double fraction = work.expertLayerFraction();
        return (1 - fraction) * work.feedForward() + fraction * experts;
    }

    private double scoreBytes() {
        return work.isUnfused() ? SCORE_BYTES * work.heads() * work.sequence() * work.tokens() / work.tensorWays() : 0;
    }

    private double inFlight() {
        double stages = work.pipelineWays();
        double chunks = work.virtualStages();
        double held = Math.min(work.microBatches(), stages);
        return chunks > 1 ? held * (1 + (stages - 1) / (stages * chunks)) : held;
    }

    /** PyTorch's loss upcasts the logits and keeps both; Megatron's works in place. */
    private double logitBytes() {
        String name = work.profile().name();
        boolean upcasts = name.contains("fsdp") || name.equals("litgpt") || name.equals("generic");
        return work.tokens() * work.vocabulary() / work.tensorWays() * (upcasts ? 10 : 6);
    }
}

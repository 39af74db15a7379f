package org.stepcast.estimator.schedule;

import java.util.List;

/**
 * Step times that need no simulation, where they are known exactly: m micro-batches on p stages with F and B for the passes
 * of a whole stage, W for the half of B that is the gradient of the weights.
 */
public final class ClosedForm {

    private ClosedForm() {}

    /**
     * All-forward-all-backward and 1F1B on equal stages without transfer time: (m + p − 1)·(F + B). Source: Narayanan et
     * al. 2021, arXiv 2104.04473, section 2.2.
     */
    public static double equalStagesMicros(StageTimes stage, int stageCount, int microBatchCount) {
        return (microBatchCount + stageCount - 1) * stage.busyMicros();
    }

    /**
     * Interleaved 1F1B on equal chunks without transfer time, v of them on each stage: m·(F + B) + (p − 1)/v·(F + B), that
     * is (m·v + p − 1)·(f + b) with f and b of one chunk. Source: Narayanan et al. 2021, section 2.2.
     *
     * @param microBatchCount a multiple of {@code stageCount}
     */
    public static double interleavedMicros(StageTimes chunk, int chunkCount, int stageCount, int microBatchCount) {
        return ((double) microBatchCount * chunkCount + stageCount - 1) * chunk.busyMicros();
    }

    /**
     * ZB-H1 on equal stages without transfer time: m·(F + B) + (p − 1)·(F + I − W), where I = B − W is the gradient of the
     * input. Source: Qi et al. 2024, arXiv 2401.10241, table 1, which calls I "B".
     *
     * @param stage W at most F, and at most I: a longer one holds up its neighbours
     * @param microBatchCount at least {@code stageCount}
     */
    public static double zeroBubbleMicros(StageTimes stage, int stageCount, int microBatchCount) {
        double rampMicros = stage.forwardMicros() + stage.inputGradientMicros() - stage.weightGradientMicros();
        return microBatchCount * stage.busyMicros() + (stageCount - 1) * rampMicros;
    }

    /**
     * All-forward-all-backward on any stages: micro-batches follow each other at the pace of the slowest stage, once for
     * the forward and once for the backward wave.
     *
     * <p>Forward wave: Σ(Fᵢ + cᵢ) + (m − 1)·max F, with the transfers cᵢ between stages. The backward wave starts at the
     * last stage when its last forward pass is over, and needs Σ(Bᵢ + dᵢ) + (m − 1)·max B.
     */
    public static double allForwardAllBackwardMicros(List<StageTimes> stages, int microBatchCount) {
        double passesMicros = 0;
        double slowestForward = 0;
        double slowestBackward = 0;
        for (StageTimes stage : stages) {
            passesMicros += stage.busyMicros() + stage.forwardTransferMicros() + stage.backwardTransferMicros();
            slowestForward = Math.max(slowestForward, stage.forwardMicros());
            slowestBackward = Math.max(slowestBackward, stage.backwardMicros());
        }
        StageTimes last = stages.getLast();
        return passesMicros
                - last.forwardTransferMicros()
                - last.backwardTransferMicros()
                + (microBatchCount - 1) * (slowestForward + slowestBackward);
    }
}

package org.stepcast.estimator.schedule;

import java.util.List;

/** Step times that need no simulation, where they are known exactly. */
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
     * All-forward-all-backward on any stages: micro-batches follow each other at the pace of the slowest stage, once for
     * the forward and once for the backward wave.
     *
     * <p>Forward wave: Σ(Fᵢ + cᵢ) + (m − 1)·max F. The backward wave starts at the last stage when its last forward pass
     * is over, and needs Σ(Bᵢ + cᵢ) + (m − 1)·max B.
     */
    public static double allForwardAllBackwardMicros(List<StageTimes> stages, int microBatchCount) {
        double forward = 0;
        double backward = 0;
        double slowestForward = 0;
        double slowestBackward = 0;
        for (StageTimes stage : stages) {
            forward += stage.forwardMicros() + stage.transferMicros();
            backward += stage.backwardMicros() + stage.transferMicros();
            slowestForward = Math.max(slowestForward, stage.forwardMicros());
            slowestBackward = Math.max(slowestBackward, stage.backwardMicros());
        }
        return forward + backward + (microBatchCount - 1) * (slowestForward + slowestBackward);
    }
}

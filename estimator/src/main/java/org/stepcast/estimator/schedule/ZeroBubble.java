package org.stepcast.estimator.schedule;

import org.stepcast.estimator.schedule.Task.Kind;

/**
 * 1F1B with backward passes in two halves: the gradient of the input, for which the previous stage waits, at once, and
 * the gradient of the weights later, where the stage would otherwise wait. Stage s puts s weight gradients off, so that no
 * stage holds more micro-batches than the first one does. Source: Qi et al. 2024, arXiv 2401.10241, section 2.2 (ZB-H1).
 */
public record ZeroBubble() implements PipelineSchedule {

    @Override
    public void tasks(int stage, int stageCount, int microBatchCount, Task.Order order) {
        int warmUpCount = Math.min(stageCount - 1 - stage, microBatchCount);
        for (int i = 0; i < warmUpCount; i++) {
            order.then(Kind.FORWARD, 0, i);
        }
        for (int i = 0; i < microBatchCount; i++) {
            if (warmUpCount + i < microBatchCount) {
                order.then(Kind.FORWARD, 0, warmUpCount + i);
            }
            order.then(Kind.INPUT_GRADIENT, 0, i);
            if (i >= stage) {
                order.then(Kind.WEIGHT_GRADIENT, 0, i - stage);
            }
        }
        for (int i = Math.max(0, microBatchCount - stage); i < microBatchCount; i++) {
            order.then(Kind.WEIGHT_GRADIENT, 0, i);
        }
    }

    @Override
    public int peakInFlight(int stage, int stageCount, int microBatchCount) {
        return Math.min(stageCount, microBatchCount);
    }

    @Override
    public String label() {
        return "zero_bubble";
    }
}

package org.stepcast.estimator.schedule;

import org.stepcast.estimator.schedule.Task.Kind;

/**
 * Fill the pipeline, then alternate one forward and one backward pass, then drain it. Source: Narayanan et al. 2021,
 * arXiv 2104.04473, section 2.2.
 */
public record OneForwardOneBackward() implements PipelineSchedule {

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
            order.then(Kind.BACKWARD, 0, i);
        }
    }

    @Override
    public int peakInFlight(int stage, int stageCount, int microBatchCount) {
        return Math.min(stageCount - stage, microBatchCount);
    }

    @Override
    public String label() {
        return "1f1b";
    }
}

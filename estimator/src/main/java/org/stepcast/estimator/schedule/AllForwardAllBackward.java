package org.stepcast.estimator.schedule;

import org.stepcast.estimator.schedule.Task.Kind;

/** All forward passes, then all backward passes. Source: Huang et al. 2018 (GPipe), arXiv 1811.06965. */
public record AllForwardAllBackward() implements PipelineSchedule {

    @Override
    public void tasks(int stage, int stageCount, int microBatchCount, Task.Order order) {
        for (int i = 0; i < microBatchCount; i++) {
            order.then(Kind.FORWARD, 0, i);
        }
        for (int i = 0; i < microBatchCount; i++) {
            order.then(Kind.BACKWARD, 0, i);
        }
    }

    @Override
    public int peakInFlight(int stage, int stageCount, int microBatchCount) {
        return microBatchCount;
    }

    @Override
    public String label() {
        return "all_forward_all_backward";
    }
}

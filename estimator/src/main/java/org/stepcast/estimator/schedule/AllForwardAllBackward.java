package org.stepcast.estimator.schedule;

import java.util.ArrayList;
import java.util.List;

/** All forward passes, then all backward passes. Source: Huang et al. 2018 (GPipe), arXiv 1811.06965. */
public record AllForwardAllBackward() implements PipelineSchedule {

    @Override
    public List<Task> tasks(int stage, int stageCount, int microBatchCount) {
        List<Task> tasks = new ArrayList<>(2 * microBatchCount);
        for (int i = 0; i < microBatchCount; i++) {
            tasks.add(Task.forward(i));
        }
        for (int i = 0; i < microBatchCount; i++) {
            tasks.add(Task.backward(i));
        }
        return tasks;
    }

    @Override
    public String label() {
        return "all_forward_all_backward";
    }
}

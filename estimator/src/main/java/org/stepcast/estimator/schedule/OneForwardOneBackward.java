package org.stepcast.estimator.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Fill the pipeline, then alternate one forward and one backward pass, then drain it. Source: Narayanan et al. 2021,
 * arXiv 2104.04473, section 2.2.
 */
public record OneForwardOneBackward() implements PipelineSchedule {

    @Override
    public List<Task> tasks(int stage, int stageCount, int microBatchCount) {
        int warmUpCount = Math.min(stageCount - 1 - stage, microBatchCount);
        List<Task> tasks = new ArrayList<>(2 * microBatchCount);
        for (int i = 0; i < warmUpCount; i++) {
            tasks.add(Task.forward(i));
        }
        for (int i = warmUpCount; i < microBatchCount; i++) {
            tasks.add(Task.forward(i));
            tasks.add(Task.backward(i - warmUpCount));
        }
        for (int i = microBatchCount - warmUpCount; i < microBatchCount; i++) {
            tasks.add(Task.backward(i));
        }
        return tasks;
    }

    @Override
    public String label() {
        return "1f1b";
    }
}

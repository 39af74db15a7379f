package org.stepcast.estimator.schedule;

import org.stepcast.estimator.schedule.Task.Kind;

/** The tasks of one stage in two flat arrays: a long run has 65,000 of them, and as objects they would cost more than playing. */
final class StageTasks implements Task.Order {

    private final int stage;
    private final int stageCount;
    private final int microBatchCount;
    private final Kind[] kinds;
    private final int[] indices;
    private int size;
    /** The first task that has not run yet. */
    int next;

    StageTasks(int stage, int stageCount, int microBatchCount, int chunkCount) {
        this.stage = stage;
        this.stageCount = stageCount;
        this.microBatchCount = microBatchCount;
        int most = 3 * microBatchCount * chunkCount;
        this.kinds = new Kind[most];
        this.indices = new int[most];
    }

    @Override
    public void then(Kind kind, int chunk, int microBatch) {
        kinds[size] = kind;
        indices[size++] = (chunk * stageCount + stage) * microBatchCount + microBatch;
    }

    int size() {
        return size;
    }

    Kind kind(int position) {
        return kinds[position];
    }

    /** Part of the pipeline · microBatchCount + micro-batch: neighbouring parts are microBatchCount apart. */
    int index(int position) {
        return indices[position];
    }
}

package org.stepcast.estimator.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The order in which a pipeline stage works on its micro-batches. Stages, chunks and micro-batches count from 0. */
public sealed interface PipelineSchedule
        permits AllForwardAllBackward, InterleavedOneForwardOneBackward, OneForwardOneBackward, ZeroBubble {

    /** Tells {@code order} what {@code stage} of {@code stageCount} does, task by task. */
    void tasks(int stage, int stageCount, int microBatchCount, Task.Order order);

    /**
     * The most micro-batches that {@code stage} holds activations of at a time: from the start of a forward pass to the
     * end of the backward pass, or of the weight gradient where that comes later. A micro-batch counts once for each of
     * the stage's chunks that it is in, and so stands for 1 / {@link #chunkCount} of the stage's activations.
     */
    int peakInFlight(int stage, int stageCount, int microBatchCount);

    /** The name that configurations use. */
    String label();

    /** Virtual stages on each stage. */
    default int chunkCount() {
        return 1;
    }

    /** Why the schedule cannot run so many micro-batches on so many stages; empty where it can. */
    default Optional<String> refusal(int stageCount, int microBatchCount) {
        return Optional.empty();
    }

    /** What {@code stage} of {@code stageCount} does, in order. */
    default List<Task> tasks(int stage, int stageCount, int microBatchCount) {
        List<Task> tasks = new ArrayList<>();
        tasks(
                stage,
                stageCount,
                microBatchCount,
                (kind, chunk, microBatch) -> tasks.add(new Task(kind, chunk, microBatch)));
        return tasks;
    }
}

package org.stepcast.estimator.schedule;

import java.util.List;

/** The order in which a pipeline stage works on its micro-batches. */
public sealed interface PipelineSchedule permits AllForwardAllBackward, OneForwardOneBackward {

    /**
     * What {@code stage} of {@code stageCount} does, in order.
     *
     * @param stage counted from 0
     */
    List<Task> tasks(int stage, int stageCount, int microBatchCount);

    /** The name that configurations use. */
    String label();
}

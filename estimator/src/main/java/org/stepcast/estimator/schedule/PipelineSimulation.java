package org.stepcast.estimator.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stepcast.estimator.schedule.PipelineRun.Slice;
import org.stepcast.estimator.schedule.Task.Direction;

/**
 * Plays a schedule task by task: a task starts when its stage is free and its input has arrived, that is, when the
 * neighbouring stage has finished the same micro-batch and the transfer is over.
 */
public final class PipelineSimulation {

    private final PipelineSchedule schedule;
    private final List<StageTimes> stages;
    private final int microBatchCount;
    private final double[][] forwardEnd;
    private final double[][] backwardEnd;
    private final double[] freeAt;

    private PipelineSimulation(PipelineSchedule schedule, List<StageTimes> stages, int microBatchCount) {
        this.schedule = schedule;
        this.stages = stages;
        this.microBatchCount = microBatchCount;
        this.forwardEnd = unknown(stages.size(), microBatchCount);
        this.backwardEnd = unknown(stages.size(), microBatchCount);
        this.freeAt = new double[stages.size()];
    }

    /**
     * Runs {@code microBatchCount} micro-batches through {@code stages}.
     *
     * @param stages in the order of the pipeline, at least one
     * @param microBatchCount at least 1
     */
    public static PipelineRun run(PipelineSchedule schedule, List<StageTimes> stages, int microBatchCount) {
        if (stages.isEmpty() || microBatchCount < 1) {
            throw new IllegalArgumentException("a pipeline has at least one stage and one micro-batch, not "
                    + stages.size() + " and " + microBatchCount);
        }
        return new PipelineSimulation(schedule, stages, microBatchCount).play();
    }

    private PipelineRun play() {
        int stageCount = stages.size();
        List<List<Task>> tasks = new ArrayList<>();
        List<List<Slice>> done = new ArrayList<>();
        for (int stage = 0; stage < stageCount; stage++) {
            tasks.add(schedule.tasks(stage, stageCount, microBatchCount));
            done.add(new ArrayList<>());
        }
        int remaining = 2 * stageCount * microBatchCount;
        while (remaining > 0) {
            int before = remaining;
            for (int stage = 0; stage < stageCount; stage++) {
                remaining -= advance(stage, tasks.get(stage), done.get(stage));
            }
            if (remaining == before) {
                throw new IllegalStateException("schedule " + schedule.label() + " waits for itself");
            }
        }
        List<Double> ends = Arrays.stream(freeAt).boxed().toList();
        return new PipelineRun(done.stream().flatMap(List::stream).toList(), ends);
    }

    /** Runs the tasks of a stage until one has to wait for another stage; gives how many were run. */
    private int advance(int stage, List<Task> tasks, List<Slice> done) {
        int first = done.size();
        while (done.size() < tasks.size()) {
            Task task = tasks.get(done.size());
            double ready = readyAt(stage, task);
            if (Double.isNaN(ready)) {
                break;
            }
            double start = Math.max(ready, freeAt[stage]);
            boolean forward = task.direction() == Direction.FORWARD;
            StageTimes times = stages.get(stage);
            double end = start + (forward ? times.forwardMicros() : times.backwardMicros());
            (forward ? forwardEnd : backwardEnd)[stage][task.microBatch()] = end;
            freeAt[stage] = end;
            done.add(new Slice(stage, task, start, end));
        }
        return done.size() - first;
    }

    /** When the input of a task arrives; NaN when the neighbour has not got there yet. */
    private double readyAt(int stage, Task task) {
        int last = stages.size() - 1;
        return switch (task.direction()) {
            case FORWARD ->
                stage == 0
                        ? 0
                        : forwardEnd[stage - 1][task.microBatch()]
                                + stages.get(stage - 1).transferMicros();
            case BACKWARD ->
                stage == last
                        ? forwardEnd[stage][task.microBatch()]
                        : backwardEnd[stage + 1][task.microBatch()]
                                + stages.get(stage).transferMicros();
        };
    }

    private static double[][] unknown(int stageCount, int microBatchCount) {
        double[][] times = new double[stageCount][microBatchCount];
        for (double[] row : times) {
            Arrays.fill(row, Double.NaN);
        }
        return times;
    }
}

package org.stepcast.estimator.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.estimator.schedule.PipelineRun.Slice;
import org.stepcast.estimator.schedule.Task.Kind;

/**
 * Plays a schedule task by task: a task starts when its stage is free and its input has arrived, that is, when the
 * neighbouring part of the pipeline has finished the same micro-batch and the transfer is over. Transfers run beside the
 * computation of both stages.
 */
public final class PipelineSimulation {

    /** What is told of each task as it is played. */
    private interface Listener {

        void ran(int stage, Kind kind, int index, double startMicros, double endMicros);
    }

    private final List<StageTimes> parts;
    private final int stageCount;
    private final int microBatchCount;
    private final StageTasks[] tasks;
    /** When part g has finished micro-batch i, at g · microBatchCount + i; NaN until it has. */
    private final double[] forwardEnd;

    private final double[] gradientEnd;
    private final double[] freeAt;

    private PipelineSimulation(PipelineSchedule schedule, List<StageTimes> parts, int microBatchCount) {
        this.parts = parts;
        this.stageCount = parts.size() / schedule.chunkCount();
        this.microBatchCount = microBatchCount;
        this.forwardEnd = unknown(parts.size() * microBatchCount);
        this.gradientEnd = unknown(parts.size() * microBatchCount);
        this.freeAt = new double[stageCount];
        this.tasks = new StageTasks[stageCount];
        for (int stage = 0; stage < stageCount; stage++) {
            tasks[stage] = new StageTasks(stage, stageCount, microBatchCount, schedule.chunkCount());
            schedule.tasks(stage, stageCount, microBatchCount, tasks[stage]);
        }
    }

    /**
     * Runs {@code microBatchCount} micro-batches through the {@code parts} of a pipeline.
     *
     * @param parts in the order of the pipeline, at least one for each chunk: part g is chunk g / p of stage g mod p, on p
     *     stages
     * @param microBatchCount at least 1
     * @throws NotCoveredException if the schedule does not go with these numbers of stages and micro-batches
     */
    public static PipelineRun run(PipelineSchedule schedule, List<StageTimes> parts, int microBatchCount) {
        if (parts.isEmpty() || microBatchCount < 1 || parts.size() % schedule.chunkCount() != 0) {
            throw new IllegalArgumentException(
                    "a pipeline has at least one micro-batch and the same number of parts, at least "
                            + schedule.chunkCount() + ", on each stage, not " + microBatchCount + " and "
                            + parts.size());
        }
        Optional<String> refusal = schedule.refusal(parts.size() / schedule.chunkCount(), microBatchCount);
        if (refusal.isPresent()) {
            throw new NotCoveredException(refusal.get());
        }
        PipelineSimulation simulation = new PipelineSimulation(schedule, parts, microBatchCount);
        simulation.play(schedule, (stage, kind, index, startMicros, endMicros) -> {});
        List<Double> ends = Arrays.stream(simulation.freeAt).boxed().toList();
        return new PipelineRun(schedule, parts, microBatchCount, ends);
    }

    static List<Slice> slices(PipelineRun run) {
        List<List<Slice>> done = new ArrayList<>();
        run.endMicros().forEach(end -> done.add(new ArrayList<>()));
        int count = run.microBatchCount();
        new PipelineSimulation(run.schedule(), run.parts(), count)
                .play(
                        run.schedule(),
                        (stage, kind, index, startMicros, endMicros) -> done.get(stage)
                                .add(new Slice(
                                        stage,
                                        new Task(kind, index / count / run.stageCount(), index % count),
                                        startMicros,
                                        endMicros)));
        return done.stream().flatMap(List::stream).toList();
    }

    private void play(PipelineSchedule schedule, Listener listener) {
        int remaining = Arrays.stream(tasks).mapToInt(StageTasks::size).sum();
        while (remaining > 0) {
            int before = remaining;
            for (int stage = 0; stage < stageCount; stage++) {
                remaining -= advance(stage, listener);
            }
            // Gradients travel from the last stage to the first: a sweep that way carries one through all of them.
            for (int stage = stageCount - 1; stage >= 0; stage--) {
                remaining -= advance(stage, listener);
            }
            if (remaining == before) {
                throw new IllegalStateException("schedule " + schedule.label() + " waits for itself");
            }
        }
    }

    /** Runs the tasks of a stage until one has to wait for another stage; gives how many were run. */
    private int advance(int stage, Listener listener) {
        StageTasks order = tasks[stage];
        int first = order.next;
        double free = freeAt[stage];
        for (; order.next < order.size(); order.next++) {
            Kind kind = order.kind(order.next);
            int index = order.index(order.next);
            int part = index / microBatchCount;
            double ready = readyAt(kind, index, part);
            if (Double.isNaN(ready)) {
                break;
            }
            double start = Math.max(ready, free);
            free = start + parts.get(part).micros(kind);
            if (kind == Kind.FORWARD) {
                forwardEnd[index] = free;
            } else if (kind != Kind.WEIGHT_GRADIENT) {
                gradientEnd[index] = free;
            }
            listener.ran(stage, kind, index, start, free);
        }
        freeAt[stage] = free;
        return order.next - first;
    }

    /** When the input of a task arrives; NaN when the part that it comes from has not got there yet. */
    private double readyAt(Kind kind, int index, int part) {
        return switch (kind) {
            case FORWARD ->
                part == 0
                        ? 0
                        : forwardEnd[index - microBatchCount]
                                + parts.get(part - 1).forwardTransferMicros();
            case BACKWARD, INPUT_GRADIENT ->
                part == parts.size() - 1
                        ? forwardEnd[index]
                        : gradientEnd[index + microBatchCount] + parts.get(part).backwardTransferMicros();
            case WEIGHT_GRADIENT -> gradientEnd[index];
        };
    }

    private static double[] unknown(int count) {
        double[] times = new double[count];
        Arrays.fill(times, Double.NaN);
        return times;
    }
}

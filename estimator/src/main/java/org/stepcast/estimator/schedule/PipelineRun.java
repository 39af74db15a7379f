package org.stepcast.estimator.schedule;

import java.util.List;

/**
 * When the stages of a pipeline finish.
 *
 * @param parts times of the parts of the pipeline in order: stages, or chunks, of which part g is on stage g mod p
 * @param endMicros when each stage has finished its last task, from the start of the step
 */
public record PipelineRun(
        PipelineSchedule schedule, List<StageTimes> parts, int microBatchCount, List<Double> endMicros) {

    /** One task of one stage. */
    public record Slice(int stage, Task task, double startMicros, double endMicros) {}

    public PipelineRun {
        parts = List.copyOf(parts);
        endMicros = List.copyOf(endMicros);
    }

    public int stageCount() {
        return endMicros.size();
    }

    /** Where in {@link #parts} a chunk of a stage is. */
    public int part(int stage, int chunk) {
        return chunk * stageCount() + stage;
    }

    /** When the last stage to finish has finished. */
    public double makespanMicros() {
        return endMicros.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** How long a stage works, all micro-batches and chunks together. */
    public double busyMicros(int stage) {
        double busy = 0;
        for (int part = stage; part < parts.size(); part += stageCount()) {
            busy += parts.get(part).busyMicros();
        }
        return microBatchCount * busy;
    }

    /** How long a stage waits before its last task is over. */
    public double waitingMicros(int stage) {
        return endMicros.get(stage) - busyMicros(stage);
    }

    /** The share of the stages' time, until the last of them is done, in which they do not work. */
    public double bubbleFraction() {
        double busy = 0;
        for (int stage = 0; stage < stageCount(); stage++) {
            busy += busyMicros(stage);
        }
        return 1 - busy / (stageCount() * makespanMicros());
    }

    /** Every task with its times, stage by stage in the order that the stage runs them. Plays the schedule once more. */
    public List<Slice> slices() {
        return PipelineSimulation.slices(this);
    }
}

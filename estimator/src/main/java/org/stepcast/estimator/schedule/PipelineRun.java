package org.stepcast.estimator.schedule;

import java.util.List;

/**
 * When the stages of a pipeline finish.
 *
 * @param slices every task with its times, stage by stage in the order that the stage runs them
 * @param endMicros when each stage has finished its last task, from the start of the step
 */
public record PipelineRun(List<Slice> slices, List<Double> endMicros) {

    /** One task of one stage. */
    public record Slice(int stage, Task task, double startMicros, double endMicros) {}

    public PipelineRun {
        slices = List.copyOf(slices);
        endMicros = List.copyOf(endMicros);
    }

    /** When the last stage to finish has finished. */
    public double makespanMicros() {
        return endMicros.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
}

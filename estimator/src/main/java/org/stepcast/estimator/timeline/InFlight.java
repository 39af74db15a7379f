package org.stepcast.estimator.timeline;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.schedule.PipelineRun;
import org.stepcast.estimator.schedule.PipelineRun.Slice;
import org.stepcast.estimator.schedule.Task.Kind;
import org.stepcast.estimator.timeline.Counter.Point;

/** How many micro-batches' activations each stage holds; in a stage of several chunks each chunk counts by itself. */
final class InFlight {

    private InFlight() {}

    /** @param slices of {@code run}, stage by stage in the order that the stage runs them */
    static List<Counter> counters(PipelineRun run, List<Slice> slices, double factor) {
        List<List<Point>> points = new ArrayList<>();
        int[] held = new int[run.stageCount()];
        for (int stage = 0; stage < run.stageCount(); stage++) {
            points.add(new ArrayList<>());
        }
        Kind releasing = slices.stream().anyMatch(slice -> slice.task().kind() == Kind.WEIGHT_GRADIENT)
                ? Kind.WEIGHT_GRADIENT
                : Kind.BACKWARD;
        for (Slice slice : slices) {
            int stage = slice.stage();
            if (slice.task().kind() == Kind.FORWARD) {
                points.get(stage).add(new Point(slice.startMicros() * factor, ++held[stage]));
            } else if (slice.task().kind() == releasing) {
                points.get(stage).add(new Point(slice.endMicros() * factor, --held[stage]));
            }
        }
        List<Counter> counters = new ArrayList<>();
        for (int stage = 0; stage < run.stageCount(); stage++) {
            counters.add(new Counter(stage, "micro-batches in flight", points.get(stage)));
        }
        return counters;
    }
}

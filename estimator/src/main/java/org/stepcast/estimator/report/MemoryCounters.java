package org.stepcast.estimator.report;

import java.util.List;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.memory.StageMemory;
import org.stepcast.estimator.timeline.Counter;
import org.stepcast.estimator.timeline.Counter.Point;
import org.stepcast.estimator.timeline.Timeline;

/** Memory of each stage over a step: what it always holds, and the activations of the micro-batches in flight. */
public final class MemoryCounters {

    private static final double GIB = 1L << 30;

    private MemoryCounters() {}

    /** The timeline with a counter in GiB beside each one of micro-batches in flight. */
    public static Timeline addTo(Timeline timeline, MemoryEstimate memory) {
        Timeline more = timeline;
        for (Counter inFlight : timeline.counters()) {
            more = more.with(memory(inFlight, memory.stages().get(inFlight.stage())));
        }
        return more;
    }

    private static Counter memory(Counter inFlight, StageMemory stage) {
        double most = inFlight.points().stream().mapToDouble(Point::value).max().orElse(1);
        List<Point> points = inFlight.points().stream()
                .map(point -> new Point(
                        point.startMicros(),
                        (stage.heldBytes() + stage.activationBytes() * point.value() / Math.max(1, most)) / GIB))
                .toList();
        return new Counter(inFlight.stage(), "allocated, GiB", points);
    }
}

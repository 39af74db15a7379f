package org.stepcast.estimator.timeline;

import java.util.List;

/**
 * A figure of one stage that changes over the step.
 *
 * @param name with its unit, if it has one
 */
public record Counter(int stage, String name, List<Point> points) {

    /** The figure from a time on. */
    public record Point(double startMicros, double value) {}

    public Counter {
        points = List.copyOf(points);
    }
}

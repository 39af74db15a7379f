package org.stepcast.sampler.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import org.stepcast.sampler.grid.GridShape;
import org.stepcast.sampler.grid.ShapeSpace;

/**
 * Chooses the shape of whose time the samples so far tell least: its interval is as wide as the nearest samples differ in their
 * time for a unit of work, and the wider the farther they are.
 */
final class WidestFirst {

    private static final int NEIGHBOUR_COUNT = 4;

    /** Samples that agree may do so by chance: a median is known to about so much. */
    private static final double LEAST_SPREAD = 0.03;

    private final ShapeSpace space;
    private final List<Known> known = new ArrayList<>();

    /** @param value logarithm of the time that a unit of work took */
    private record Known(GridShape shape, double value) {}

    WidestFirst(ShapeSpace space) {
        this.space = space;
    }

    void learn(GridShape shape, double micros) {
        known.add(new Known(shape, Math.log(micros / AmountOfWork.of(shape.operator()))));
    }

    /** Samples so far. */
    int knownCount() {
        return known.size();
    }

    /** The shape of {@code open} with the widest interval. */
    Optional<GridShape> next(List<GridShape> open) {
        return open.stream().max(Comparator.comparingDouble(this::width));
    }

    private double width(GridShape shape) {
        List<Known> near = known.stream()
                .sorted(Comparator.comparingDouble(sample -> space.distance(sample.shape(), shape)))
                .limit(NEIGHBOUR_COUNT)
                .toList();
        DoubleSummaryStatistics values = near.stream().mapToDouble(Known::value).summaryStatistics();
        double spread = Math.max(LEAST_SPREAD, values.getMax() - values.getMin());
        return spread * space.distance(near.getFirst().shape(), shape);
    }
}

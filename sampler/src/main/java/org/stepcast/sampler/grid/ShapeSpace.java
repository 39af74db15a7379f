package org.stepcast.sampler.grid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the shapes of a plan lie: logarithms of their dimensions, each scaled to 0..1; text has no place. */
public final class ShapeSpace {

    private final Map<GridShape, List<Double>> places = new HashMap<>();

    private ShapeSpace(List<GridShape> shapes) {
        shapes.forEach(shape -> places.put(shape, new ArrayList<>()));
        for (int axis = 0; axis < shapes.getFirst().cells().size(); axis++) {
            addAxis(shapes, axis);
        }
    }

    /** The space of {@code shapes}, at least one. */
    public static ShapeSpace of(List<GridShape> shapes) {
        return new ShapeSpace(shapes);
    }

    /** Euclidean. */
    public double distance(GridShape left, GridShape right) {
        List<Double> from = place(left);
        List<Double> to = place(right);
        double sum = 0;
        for (int axis = 0; axis < from.size(); axis++) {
            double difference = from.get(axis) - to.get(axis);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private void addAxis(List<GridShape> shapes, int axis) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (GridShape shape : shapes) {
            low = Math.min(low, logarithm(shape, axis));
            high = Math.max(high, logarithm(shape, axis));
        }
        for (GridShape shape : shapes) {
            place(shape).add(high > low ? (logarithm(shape, axis) - low) / (high - low) : 0);
        }
    }

    private List<Double> place(GridShape shape) {
        List<Double> place = places.get(shape);
        if (place == null) {
            throw new IllegalArgumentException(shape.text() + " is not of this plan");
        }
        return place;
    }

    private static double logarithm(GridShape shape, int axis) {
        String cell = shape.cells().get(axis);
        return cell.matches("\\d+") ? Math.log(Double.parseDouble(cell)) : 0;
    }
}

package org.stepcast.sampler.grid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Orders shapes so that the first few already spread over the whole grid: each next shape is the one farthest from all before
 * it, distances being taken between logarithms of the dimensions. Source: Gonzalez 1985, farthest-first traversal.
 */
public final class SpaceFilling {

    private final List<GridShape> shapes;
    private final double[][] places;

    private SpaceFilling(List<GridShape> shapes) {
        this.shapes = shapes;
        this.places = shapes.stream().map(SpaceFilling::place).toArray(double[][]::new);
        scaleToUnit();
    }

    /** The plan with its shapes in that order, the smallest first. */
    public static GridPlan ordered(GridPlan plan) {
        return plan.shapes().isEmpty() ? plan : plan.with(new SpaceFilling(plan.shapes()).order());
    }

    private List<GridShape> order() {
        double[] distance = new double[shapes.size()];
        Arrays.fill(distance, Double.MAX_VALUE);
        List<GridShape> ordered = new ArrayList<>();
        int next = 0;
        while (ordered.size() < shapes.size()) {
            ordered.add(shapes.get(next));
            distance[next] = -1;
            int farthest = next;
            for (int i = 0; i < distance.length; i++) {
                distance[i] = Math.min(distance[i], squaredDistance(places[i], places[next]));
                if (distance[i] > distance[farthest]) {
                    farthest = i;
                }
            }
            next = farthest;
        }
        return ordered;
    }

    /** Logarithms of the numbers among the cells; text has no place. */
    private static double[] place(GridShape shape) {
        return shape.cells().stream()
                .mapToDouble(cell -> cell.matches("\\d+") ? Math.log(Double.parseDouble(cell)) : 0)
                .toArray();
    }

    private void scaleToUnit() {
        for (int axis = 0; axis < places[0].length; axis++) {
            int column = axis;
            double low = Arrays.stream(places)
                    .mapToDouble(place -> place[column])
                    .min()
                    .orElse(0);
            double high = Arrays.stream(places)
                    .mapToDouble(place -> place[column])
                    .max()
                    .orElse(0);
            for (double[] place : places) {
                place[axis] = high > low ? (place[axis] - low) / (high - low) : 0;
            }
        }
    }

    private static double squaredDistance(double[] left, double[] right) {
        double sum = 0;
        for (int axis = 0; axis < left.length; axis++) {
            sum += (left[axis] - right[axis]) * (left[axis] - right[axis]);
        }
        return sum;
    }
}

package org.stepcast.sampler.grid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Orders shapes so that the first few already spread over the whole grid: each next shape is the one farthest from all before
 * it. Source: Gonzalez 1985, farthest-first traversal.
 */
public final class SpaceFilling {

    private SpaceFilling() {}

    /** The plan with its shapes in that order, the smallest first. */
    public static GridPlan ordered(GridPlan plan) {
        return plan.shapes().isEmpty() ? plan : plan.with(order(plan.shapes()));
    }

    private static List<GridShape> order(List<GridShape> shapes) {
        ShapeSpace space = ShapeSpace.of(shapes);
        double[] distance = new double[shapes.size()];
        Arrays.fill(distance, Double.MAX_VALUE);
        List<GridShape> ordered = new ArrayList<>();
        int next = 0;
        while (ordered.size() < shapes.size()) {
            GridShape chosen = shapes.get(next);
            ordered.add(chosen);
            distance[next] = -1;
            int farthest = next;
            for (int i = 0; i < distance.length; i++) {
                distance[i] = Math.min(distance[i], space.distance(shapes.get(i), chosen));
                if (distance[i] > distance[farthest]) {
                    farthest = i;
                }
            }
            next = farthest;
        }
        return ordered;
    }
}

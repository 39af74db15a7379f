package org.stepcast.sampler.grid;

import java.util.List;

/**
 * The shapes of one operator or collective to sample, in grid order.
 *
 * @param combinationCount of the grid
 * @param possibleCount those that are shapes
 * @param distinctCount those of them that no rank has met before
 * @param shapes those of them that fit in memory
 */
public record GridPlan(
        String name, long combinationCount, long possibleCount, long distinctCount, List<GridShape> shapes) {

    public GridPlan {
        shapes = List.copyOf(shapes);
    }

    /** The plan of one part. */
    public GridPlan of(Part part) {
        return new GridPlan(
                name,
                combinationCount,
                possibleCount,
                distinctCount,
                shapes.stream().filter(part::holds).toList());
    }

    /** The same shapes in another order, or fewer. */
    public GridPlan with(List<GridShape> others) {
        return new GridPlan(name, combinationCount, possibleCount, distinctCount, others);
    }
}

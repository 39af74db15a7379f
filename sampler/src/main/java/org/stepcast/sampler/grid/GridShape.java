package org.stepcast.sampler.grid;

import java.util.List;
import org.stepcast.core.operator.Operator;

/**
 * One shape of a grid.
 *
 * @param row place in the whole grid, counted from 1, impossible shapes included: parts divide the grid by it
 * @param cells values of the shape columns
 * @param operator what one rank runs
 */
public record GridShape(long row, List<String> cells, Operator operator) {

    public GridShape {
        cells = List.copyOf(cells);
    }

    /** For logs and messages: {@code 1x2x1024x2048}. */
    public String text() {
        return String.join("x", cells);
    }
}

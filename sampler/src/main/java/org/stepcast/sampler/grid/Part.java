package org.stepcast.sampler.grid;

import org.stepcast.core.error.BadInputException;

/**
 * One of several parts that a grid is divided into: shape {@code i}, counted from 1 over the whole grid, is of part
 * {@code i mod partCount + 1}, as in the published samples.
 *
 * @param value which part, counted from 1
 */
public record Part(int partCount, int value) {

    public Part {
        if (partCount < 1) {
            throw new BadInputException("--parts (" + partCount + ") must be at least 1.");
        }
        if (value < 1 || value > partCount) {
            throw new BadInputException("--part (" + value + ") must be from 1 to --parts (" + partCount + ").");
        }
    }

    /** The whole grid. */
    public static Part whole() {
        return new Part(1, 1);
    }

    public boolean holds(GridShape shape) {
        return shape.row() % partCount == value - 1;
    }

    public boolean isWhole() {
        return partCount == 1;
    }
}

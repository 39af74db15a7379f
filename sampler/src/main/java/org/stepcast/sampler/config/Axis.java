package org.stepcast.sampler.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The values that one column takes, in order.
 *
 * @param column of the sample file
 * @param values as they stand in the file
 */
public record Axis(String column, List<String> values) {

    /** Longer axes are taken for a mistake. */
    static final int VALUE_LIMIT = 100_000;

    /** How an axis goes from one value to the next. */
    enum Stride {
        ADD,
        MULTIPLY
    }

    public Axis {
        values = List.copyOf(values);
    }

    /**
     * The values from {@code start} to {@code end}, both included where they are met.
     *
     * @param step positive for {@link Stride#ADD}, at least 2 for {@link Stride#MULTIPLY}
     */
    static Axis of(String column, long start, long end, Stride stride, long step) {
        List<String> values = new ArrayList<>();
        for (long value = start; value <= end && values.size() <= VALUE_LIMIT; value = next(value, stride, step)) {
            values.add(Long.toString(value));
        }
        return new Axis(column, values);
    }

    private static long next(long value, Stride stride, long step) {
        return switch (stride) {
            case ADD -> Math.addExact(value, step);
            case MULTIPLY -> Math.multiplyExact(value, step);
        };
    }
}

package org.stepcast.core.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One line of a sample file, read by column name. A cell that cannot be used throws {@link BadCell}. */
final class Row {

    /** A cell that cannot be used: column, value and what is allowed. */
    static final class BadCell extends Exception {

        private static final long serialVersionUID = 1L;

        BadCell(String column, String value, String rule) {
            super("column " + column + " (" + value + ") " + rule);
        }
    }

    private final Map<String, String> cells = new HashMap<>();

    Row(List<String> columns, List<String> values) throws BadCell {
        if (values.size() != columns.size()) {
            throw new BadCell(
                    columns.getLast(), values.size() + " cells", "must be one of " + columns.size() + " cells");
        }
        for (int i = 0; i < columns.size(); i++) {
            cells.put(columns.get(i), values.get(i).strip());
        }
    }

    /** A whole positive number, which files may write as {@code 2.0}. */
    long count(String column) throws BadCell {
        double value = number(column).orElse(Double.NaN);
        if (!(value >= 1 && value <= 1e15) || value != Math.rint(value)) {
            throw new BadCell(column, text(column), "must be a whole number of at least 1");
        }
        return (long) value;
    }

    /** A positive time. */
    double micros(String column) throws BadCell {
        double value = number(column).orElse(Double.NaN);
        if (!(value > 0 && value < 1e12)) {
            throw new BadCell(column, text(column), "must be a positive number of microseconds");
        }
        return value;
    }

    String text(String column) {
        return cells.getOrDefault(column, "");
    }

    private OptionalDouble number(String column) {
        try {
            return OptionalDouble.of(Double.parseDouble(text(column)));
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }
}

package org.stepcast.estimator.validation;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.stepcast.core.dataset.CsvTable;
import org.stepcast.core.error.BadInputException;

/** Typed access to one row of a table of runs. A blank is "not known". */
record RunRow(CsvTable.Row row) {

    private static final int MOST_SEQUENCES = 1 << 30;

    String id() {
        return text("id").orElse("line " + row.line());
    }

    Map<String, String> values() {
        return row.values();
    }

    Optional<String> text(String column) {
        return Optional.ofNullable(row.values().get(column));
    }

    /** Text in lower case. */
    String word(String column) {
        return text(column).orElse("").toLowerCase(Locale.ROOT);
    }

    OptionalDouble number(String column) {
        Optional<String> text = text(column);
        if (text.isEmpty() || text.get().equalsIgnoreCase("nan")) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(text.get());
            if (Double.isFinite(value)) {
                return OptionalDouble.of(value);
            }
        } catch (NumberFormatException notANumber) {
            throw wrong(column, "must be a number");
        }
        throw wrong(column, "must be finite");
    }

    /** A whole number above 0. */
    OptionalLong count(String column) {
        OptionalDouble number = number(column);
        if (number.isEmpty()) {
            return OptionalLong.empty();
        }
        double value = number.getAsDouble();
        if (value < 1 || value > MOST_SEQUENCES) {
            throw wrong(column, "must be a whole number above 0");
        }
        return OptionalLong.of(Math.round(value));
    }

    long countOr(String column, long unknown) {
        return count(column).orElse(unknown);
    }

    /** A count that is 0 or blank where there is none. */
    long amount(String column) {
        return Math.max(0, Math.round(number(column).orElse(0)));
    }

    long required(String column) {
        return count(column).orElseThrow(() -> new BadInputException(column + " is not given"));
    }

    String requiredText(String column) {
        return text(column).orElseThrow(() -> new BadInputException(column + " is not given"));
    }

    /** 0 and blank are no; so are {@code false} and {@code none}. */
    Optional<Boolean> flag(String column) {
        return text(column).map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "0", "0.0", "false", "no", "none" -> false;
            default -> true;
        });
    }

    private BadInputException wrong(String column, String rule) {
        return new BadInputException(column + " (" + text(column).orElse("") + ") " + rule);
    }
}

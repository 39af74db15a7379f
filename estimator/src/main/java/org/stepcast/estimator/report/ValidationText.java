package org.stepcast.estimator.report;

import java.util.Locale;
import java.util.stream.Collectors;
import org.stepcast.estimator.validation.OperatorAccuracy;
import org.stepcast.estimator.validation.OperatorValidation;

/** The table that {@code stepcast validate operators} prints for people. */
public final class ValidationText {

    private final StringBuilder text = new StringBuilder();

    private ValidationText() {}

    /** The table of a validation. */
    public static String of(OperatorValidation validation) {
        ValidationText table = new ValidationText();
        table.line(
                "%s, held out: %s. Errors are |predicted / measured - 1|.",
                validation.clusterName(), validation.holdOut().label());
        table.line("");
        table.line(
                "%-34s %-9s %-16s %6s %8s %8s %8s  %s",
                "target", "pass", "part", "rows", "mean", "median", "p95", "origin");
        validation.operators().forEach(table::operator);
        table.line("%nMedian of the mean errors: %s", percent(validation.medianMape()));
        validation
                .unusable()
                .forEach(target -> table.line(
                        "left out: %s %s: %s", target.name(), target.pass().label(), target.reason()));
        if (!validation.rejected().isEmpty()) {
            table.line(
                    "%d rows were rejected by cleaning; stepcast fit lists them.",
                    validation.rejected().size());
        }
        return table.text.toString();
    }

    private void operator(OperatorAccuracy operator) {
        line(
                "%-34s %-9s %-16s %6d %8s %8s %8s  %s",
                operator.name() + " " + operator.precision().label(),
                operator.pass().label(),
                operator.slice(),
                operator.errors().rowCount(),
                percent(operator.errors().mape()),
                percent(operator.errors().medianApe()),
                percent(operator.errors().p95Ape()),
                operator.origins().keySet().stream()
                        .map(origin -> origin.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}

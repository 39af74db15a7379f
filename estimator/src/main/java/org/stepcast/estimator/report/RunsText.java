package org.stepcast.estimator.report;

import java.util.Locale;
import org.stepcast.estimator.validation.MemoryAccuracy;
import org.stepcast.estimator.validation.RunAccuracy;
import org.stepcast.estimator.validation.RunValidation;

/** The table that {@code stepcast validate runs} prints for people. */
public final class RunsText {

    private final StringBuilder text = new StringBuilder();

    private RunsText() {}

    /** The table of a validation. */
    public static String of(RunValidation validation) {
        RunsText table = new RunsText();
        table.line("Step times against published runs; errors are predicted / measured - 1.");
        table.line(
                validation.isLeftOut()
                        ? "Constants fitted without the source of each row."
                        : "Constants as they ship: most rows took part in fitting them.");
        table.line("");
        table.line(
                "%-24s %6s %9s %8s %8s %8s %9s %9s",
                "source", "rows", "supported", "mean", "median", "bias", "within 10", "in p10-90");
        validation.bySourceGroup().forEach(table::accuracy);
        table.accuracy("all of quality A and B", validation.total());
        table.accuracy("quality C, not counted", validation.notCounted());
        table.line("%nSources weighted by the root of their rows: %s", percent(validation.sourceWeightedMape()));
        table.memory(validation.memory());
        return table.text.toString();
    }

    private void accuracy(String name, RunAccuracy accuracy) {
        line(
                "%-24s %6d %9d %8s %8s %8s %9s %9s",
                name,
                accuracy.rowCount(),
                accuracy.supportedCount(),
                percent(accuracy.mape()),
                percent(accuracy.medianApe()),
                percent(accuracy.biasFraction()),
                percent(accuracy.within10Fraction()),
                percent(accuracy.coverageFraction()));
    }

    private void memory(MemoryAccuracy memory) {
        memory.byBasis()
                .forEach((basis, rows) -> line(
                        "Peak memory, %s: %d rows, mean error %s",
                        basis.label(), rows.rowCount(), percent(rows.mape())));
        line("Of %d runs that ran, %d would be called out of memory", memory.estimatedCount(), memory.refusedCount());
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}

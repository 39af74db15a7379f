package org.stepcast.estimator.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.estimator.fit.AccuracyReport;
import org.stepcast.estimator.fit.AccuracyReport.Medians;
import org.stepcast.estimator.fit.RejectedRow;
import org.stepcast.estimator.fit.TargetAccuracy;
import org.stepcast.estimator.fit.UnusableTarget;

/** The accuracy table that {@code stepcast fit} prints for people. */
public final class FitText {

    private static final int EXAMPLES_PER_RULE = 3;

    private final StringBuilder text = new StringBuilder();

    private FitText() {}

    /** The table of a report. */
    public static String of(AccuracyReport report, List<String> faults, List<String> catalogues) {
        FitText table = new FitText();
        table.targets(report);
        table.totals("operators", report.operatorMedians());
        table.totals("collectives", report.collectiveMedians());
        table.unusable(report.unusable());
        table.rejected(report.rejected());
        faults.forEach(fault -> table.line("skipped: %s", fault));
        catalogues.forEach(folder -> table.line("%nFitted on all rows: %s", folder));
        return table.text.toString();
    }

    private void targets(AccuracyReport report) {
        line(
                "Held out: %s, seed %d. Errors are |predicted / measured - 1|.",
                report.split().label(), report.seed());
        line("");
        line(
                "%-14s %-34s %-9s %6s %6s %8s %8s %8s %10s",
                "cluster", "target", "pass", "rows", "tested", "mean", "median", "p95", "plain mean");
        for (TargetAccuracy target : report.targets()) {
            line(
                    "%-14s %-34s %-9s %6d %6d %8s %8s %8s %10s",
                    target.clusterName(),
                    target.name() + " " + target.precision().label(),
                    target.pass().label(),
                    target.rowCount(),
                    target.testCount(),
                    percent(target.ours().mape()),
                    percent(target.ours().medianApe()),
                    percent(target.ours().p95Ape()),
                    percent(target.baseline().mape()));
        }
        line("");
    }

    private void totals(String kind, Medians medians) {
        if (medians.targetCount() > 0) {
            line(
                    "Median over %d %s: %s (plain forests on raw times: %s)",
                    medians.targetCount(), kind, percent(medians.oursMape()), percent(medians.baselineMape()));
        }
    }

    private void unusable(List<UnusableTarget> targets) {
        if (!targets.isEmpty()) {
            line("%nLeft out");
            targets.forEach(target -> line(
                    "  %s %s %s: %s",
                    target.clusterName(), target.name(), target.pass().label(), target.reason()));
        }
    }

    private void rejected(List<RejectedRow> rows) {
        Map<String, Integer> counts = new TreeMap<>();
        for (RejectedRow row : rows) {
            int count = counts.merge(row.rule(), 1, Integer::sum);
            if (count == 1) {
                line("%nRejected rows, %s", row.rule());
            }
            if (count <= EXAMPLES_PER_RULE) {
                line("  %s", row.text());
            }
        }
        counts.forEach((rule, count) -> line("  %s: %d rows; all are listed with --json", rule, count));
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}

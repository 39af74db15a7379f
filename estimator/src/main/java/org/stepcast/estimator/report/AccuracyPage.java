package org.stepcast.estimator.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.stepcast.estimator.validation.Ranking;
import org.stepcast.estimator.validation.RunAccuracy;
import org.stepcast.estimator.validation.RunPrediction;
import org.stepcast.estimator.validation.RunTraits;
import org.stepcast.estimator.validation.RunValidation;

/** The page docs/accuracy.md: errors over published runs, by source, device, parallelism and size, and the worst rows. */
public final class AccuracyPage {

    private static final int WORST = 10;
    private static final double SMALL_REGRET = 0.05;

    private final StringBuilder text = new StringBuilder();

    private AccuracyPage() {}

    /**
     * The page as Markdown.
     *
     * @param shipped with the constants that ship
     * @param leftOut with constants that had not seen the source of each run
     * @param unfitted over other runs, which no constant was fitted to
     * @param picture file name of the scatter plot
     */
    public static String of(RunValidation shipped, RunValidation leftOut, RunValidation unfitted, String picture) {
        AccuracyPage page = new AccuracyPage();
        page.line("# Accuracy over published runs");
        page.line("");
        page.line("Written by `scripts/write-accuracy` from `target_config/published_runs.csv`; do not edit. Errors are"
                + " of the");
        page.line(
                "step time, predicted / measured - 1. The figures to quote are those with constants fitted without the"
                        + " source of");
        page.line("each run: left out. Priors were chosen by hand, some with these runs in view, so that even these are"
                + " optimistic.");
        page.line("");
        page.line("![Predicted against measured step time](" + picture + ")");
        page.table("By source", shipped.bySourceGroup(), leftOut.bySourceGroup());
        page.row("**all**", shipped.total(), leftOut.total());
        page.line("");
        page.line(
                "Sources weighted by the root of their rows: %s, left out %s. Between p10 and p90 lie %s of the"
                        + " measured times.",
                percent(shipped.sourceWeightedMape()),
                percent(leftOut.sourceWeightedMape()),
                percent(leftOut.total().coverageFraction()));
        page.table("By GPU", shipped.by(RunTraits::gpu), leftOut.by(RunTraits::gpu));
        page.table("By parallelism", shipped.by(RunTraits::parallelism), leftOut.by(RunTraits::parallelism));
        page.table("By size", shipped.by(RunTraits::sizeClass), leftOut.by(RunTraits::sizeClass));
        page.rankings(leftOut.rankings());
        page.worst(shipped, leftOut);
        page.unfitted(unfitted);
        return page.text.toString();
    }

    private void table(String title, Map<String, RunAccuracy> shipped, Map<String, RunAccuracy> leftOut) {
        line("");
        line("## " + title);
        line("");
        line("| | rows | mean | median | left out: mean | median | bias | in p10-p90 |");
        line("|---|---|---|---|---|---|---|---|");
        shipped.forEach((name, accuracy) -> row(name, accuracy, leftOut.getOrDefault(name, accuracy)));
    }

    private void row(String name, RunAccuracy shipped, RunAccuracy leftOut) {
        line(
                "| %s | %d | %s | %s | %s | %s | %s | %s |",
                name,
                shipped.comparedCount(),
                percent(shipped.mape()),
                percent(shipped.medianApe()),
                percent(leftOut.mape()),
                percent(leftOut.medianApe()),
                percent(leftOut.biasFraction()),
                percent(leftOut.coverageFraction()));
    }

    private void rankings(List<Ranking> rankings) {
        long near = rankings.stream()
                .filter(ranking -> ranking.regretFraction() <= SMALL_REGRET)
                .count();
        double[] correlations = rankings.stream()
                .map(Ranking::rankAgreementFactor)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sorted()
                .toArray();
        line("");
        line("## Ranking plans");
        line("");
        line(
                "Of %d sets of runs that differ in their plan alone, the plan that we predict to be fastest is within"
                        + " 5 %% of the",
                rankings.size());
        line("best measured one in %d.", near);
        if (correlations.length > 0) {
            line(
                    "Spearman's rank correlation in the %d sets of at least five: median %.2f, least %.2f.",
                    correlations.length, correlations[correlations.length / 2], correlations[0]);
        }
    }

    private void worst(RunValidation shipped, RunValidation leftOut) {
        line("");
        line("## The worst rows");
        line("");
        line("| run | error | left out | why |");
        line("|---|---|---|---|");
        shipped.counted().stream()
                .filter(row -> row.errorFraction().isPresent())
                .sorted(Comparator.comparingDouble(AccuracyPage::size).reversed())
                .limit(WORST)
                .forEach(row -> line(
                        "| %s | %s | %s | %s |",
                        row.id(),
                        percent(row.errorFraction().orElseThrow()),
                        percent(same(leftOut, row).errorFraction().orElse(0)),
                        row.traits()
                                .map(RunTraits::remark)
                                .filter(remark -> !remark.isEmpty())
                                .orElse("not known")));
    }

    private void unfitted(RunValidation unfitted) {
        line("");
        line("## Runs that nothing was fitted to");
        line("");
        line(
                "`target_config/unfitted_runs.csv`: newer stacks and devices, fp8, experts, long sequences. No constant was"
                        + " fitted to them;");
        line("[decision 0013](decisions/0013-unfitted-runs.md) says what they changed all the same, and how far off we"
                + " were before.");
        unfittedTable("source", unfitted.bySourceGroup());
        unfittedRow("**all**", unfitted.total());
        unfittedTable("model", unfitted.by(RunTraits::architecture));
        unfittedTable("GPU", unfitted.by(RunTraits::gpu));
    }

    private void unfittedTable(String title, Map<String, RunAccuracy> accuracies) {
        line("");
        line("| %s | rows | mean | median | bias | in p10-p90 |", title);
        line("|---|---|---|---|---|---|");
        accuracies.forEach(this::unfittedRow);
    }

    private void unfittedRow(String name, RunAccuracy accuracy) {
        line(
                "| %s | %d | %s | %s | %s | %s |",
                name,
                accuracy.comparedCount(),
                percent(accuracy.mape()),
                percent(accuracy.medianApe()),
                percent(accuracy.biasFraction()),
                percent(accuracy.coverageFraction()));
    }

    private static RunPrediction same(RunValidation validation, RunPrediction row) {
        return validation.rows().stream()
                .filter(other -> other.id().equals(row.id()))
                .findFirst()
                .orElse(row);
    }

    private static double size(RunPrediction row) {
        return Math.abs(row.errorFraction().orElse(0));
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
    }

    private void line(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}

package org.stepcast.estimator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.search.PlanKey;
import org.stepcast.estimator.search.RankedPlan;
import org.stepcast.estimator.search.Recommendation;
import org.stepcast.estimator.search.SearchResult;
import org.stepcast.estimator.step.StepEstimate;

/** The tables that {@code stepcast search} prints for people. */
public final class SearchText {

    private static final int FRONT_LINES = 10;
    private static final int REASON_LINES = 12;
    private static final double GIB = 1L << 30;

    private final SearchResult result;
    private final Function<TrainingConfig, StepEstimate> estimates;
    private final StringBuilder text = new StringBuilder();

    private SearchText(SearchResult result, Function<TrainingConfig, StepEstimate> estimates) {
        this.result = result;
        this.estimates = estimates;
    }

    /**
     * The tables of a search.
     *
     * @param estimates the step of a plan, in full
     * @param recommendations of calculators, to compare; may be empty
     */
    public static String of(
            SearchResult result,
            Function<TrainingConfig, StepEstimate> estimates,
            List<Recommendation> recommendations) {
        SearchText report = new SearchText(result, estimates);
        report.headline();
        if (result.plans().isEmpty()) {
            report.nothing();
        } else {
            report.plans();
            report.front();
        }
        report.recommendations(recommendations);
        report.refusals();
        return report.text.toString();
    }

    private void headline() {
        TrainingConfig job = result.request().targets().getFirst().job();
        String targets = result.request().targets().stream()
                .map(target -> target.job().deviceCount() + " x "
                        + target.job().cluster().name())
                .collect(Collectors.joining(", "));
        line(
                "%s on %s, global batch %d, sequence %d",
                job.model().name(),
                targets,
                job.batch().globalSize(),
                job.batch().sequenceTokens());
        line(
                "%,d plans, %,d of them fit; looked at in %.1f s, %,.0f a second",
                result.candidateCount(), result.feasibleCount(), result.searchSeconds(), result.evaluatedPerSecond());
        if (!result.isComplete()) {
            line("Stopped early: there may be better plans than these.");
        }
        if (!result.request().kept().isEmpty()) {
            line(
                    "Kept as given: %s",
                    result.request().kept().stream().sorted().map(PlanKey::path).collect(Collectors.joining(", ")));
        }
    }

    private void plans() {
        line("");
        line("Best by %s", result.request().objective().label());
        table(result.plans());
    }

    private void front() {
        List<RankedPlan> front = result.front();
        if (!result.plans().containsAll(front)) {
            line("");
            line(
                    "Less memory for more time%s",
                    front.size() > FRONT_LINES ? " (" + FRONT_LINES + " of " + front.size() + ", --json has all)" : "");
            table(spread(front));
        }
    }

    /** The first, the last, and others evenly between them. */
    private static List<RankedPlan> spread(List<RankedPlan> front) {
        if (front.size() <= FRONT_LINES) {
            return front;
        }
        List<RankedPlan> some = new ArrayList<>();
        for (int i = 0; i < FRONT_LINES; i++) {
            some.add(front.get(i * (front.size() - 1) / (FRONT_LINES - 1)));
        }
        return some;
    }

    private void table(List<RankedPlan> plans) {
        PlanColumns columns =
                PlanColumns.of(plans.stream().map(RankedPlan::config).toList());
        List<String> header = new ArrayList<>(List.of("step", "tokens/s/GPU", "MFU", "memory", "GPU-hours"));
        boolean priced = plans.stream().allMatch(plan -> plan.dollars().isPresent());
        if (priced) {
            header.add("USD");
        }
        header.addAll(columns.different());
        TextTable table = new TextTable(header);
        for (int plan = 0; plan < plans.size(); plan++) {
            int row = plan;
            List<String> values = new ArrayList<>(figures(plans.get(plan), priced));
            columns.different().forEach(key -> values.add(columns.value(row, key)));
            table.add(values);
        }
        text.append(table.text());
        line("  all with %s", columns.common());
    }

    private List<String> figures(RankedPlan plan, boolean priced) {
        StepEstimate step = estimates.apply(plan.config());
        List<String> figures = new ArrayList<>(List.of(
                StepText.seconds(step.stepSeconds().p50()),
                format("%,.0f", step.tokensPerSecondPerDevice()),
                format("%.1f %%", 100 * step.utilizationFraction()),
                memory(plan),
                format("%.3g", plan.deviceHours())));
        if (priced) {
            figures.add(format("%.3g", plan.dollars().orElseThrow()));
        }
        return figures;
    }

    private static String memory(RankedPlan plan) {
        return format(
                "%.1f of %.1f GiB", plan.need().neededBytes() / GIB, plan.need().capacityBytes() / GIB);
    }

    private void nothing() {
        line("");
        line("No plan fits.");
        result.nearest().ifPresent(plan -> {
            line("");
            line("The nearest needs %s on stage %d:", memory(plan), plan.need().stage());
            table(List.of(plan));
        });
        if (result.nearest().isPresent() && result.isComplete()) {
            line("");
            result.fewest()
                    .ifPresentOrElse(
                            plan -> {
                                line(
                                        "The fewest GPUs that would do are %d:",
                                        plan.config().deviceCount());
                                table(List.of(plan));
                            },
                            () -> line("Nor does one on the larger numbers of these GPUs that were tried."));
        }
    }

    private void recommendations(List<Recommendation> recommendations) {
        if (recommendations.isEmpty()) {
            return;
        }
        line("");
        line("What rules of thumb would say");
        for (Recommendation one : recommendations) {
            line("  %s: %s", one.by(), one.advice());
            one.plan()
                    .ifPresent(plan -> line(
                            "    takes %s%s, needs %s", StepText.seconds(plan.seconds()), slower(plan), memory(plan)));
            one.flaw().ifPresent(flaw -> line("    cannot run: %s", flaw));
        }
    }

    private String slower(RankedPlan plan) {
        return result.plans().isEmpty()
                ? ""
                : format(
                        ", %+.1f %% against the best plan",
                        100 * (plan.seconds() / result.plans().getFirst().seconds() - 1));
    }

    private void refusals() {
        if (!result.refusals().isEmpty()) {
            line("");
            line("Not possible");
            result.refusals().entrySet().stream()
                    .limit(REASON_LINES)
                    .forEach(reason -> line("  %,12d plans: %s", reason.getValue(), reason.getKey()));
            long more = result.refusals().values().stream()
                    .skip(REASON_LINES)
                    .mapToLong(Long::longValue)
                    .sum();
            if (more > 0) {
                line("  %,12d plans: other reasons, --json has all", more);
            }
        }
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private void line(String format, Object... values) {
        text.append(format(format, values).stripTrailing()).append('\n');
    }
}

package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stepcast.core.dataset.CsvTable;
import org.stepcast.estimator.validation.RunPrediction;
import org.stepcast.estimator.validation.RunTraits;
import org.stepcast.estimator.validation.RunValidation;
import org.stepcast.estimator.validation.RunValidator;
import org.stepcast.estimator.validation.RunValidator.Constants;

/** Whether the plan that is predicted to be the fastest is one to choose, over plans that were published side by side. */
final class PublishedRankingTest {

    private static final Path HOME = Path.of("..");
    private static final Path RUNS = HOME.resolve("target_config/published_runs.csv");
    private static final int ENOUGH_PLANS = 5;
    private static final double MOST_REGRET = 0.05;

    private static RunValidation validation(Constants constants) {
        Forecaster forecaster = Forecaster.in(HOME);
        return RunValidator.read(RUNS, forecaster.clusters(), forecaster::times).validate(constants);
    }

    /** Same batch and sequence, so that steps compare. */
    @ParameterizedTest
    @EnumSource
    void theFirstOfFivePlansOrMoreIsNearTheBestMeasured(Constants constants) {
        assertThat(validation(constants).rankings())
                .filteredOn(ranking -> ranking.planCount() >= ENOUGH_PLANS)
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(ranking -> assertThat(ranking.regretFraction())
                        .as(ranking.contest())
                        .isLessThanOrEqualTo(MOST_REGRET));
    }

    /** Any batch and sequence of one model on as many GPUs of a kind: tokens per second compare. */
    @ParameterizedTest
    @EnumSource
    void theMostTokensPerSecondAreWhereTheyArePredicted(Constants constants) {
        Map<String, Double> tokens = CsvTable.read(RUNS).rows().stream()
                .map(CsvTable.Row::values)
                .collect(Collectors.toMap(
                        row -> row.getOrDefault("id", ""),
                        row -> Double.parseDouble(row.getOrDefault("seq_len", "1"))
                                * Double.parseDouble(row.getOrDefault("global_batch", "1"))));
        Map<String, List<Plan>> groups = new TreeMap<>();
        for (RunPrediction row : validation(constants).rows()) {
            if (row.errorFraction().isPresent()) {
                RunTraits traits = row.traits().orElseThrow();
                groups.computeIfAbsent(
                                traits.parameterCount() + " parameters, " + traits.deviceCount() + " " + traits.gpu(),
                                key -> new ArrayList<>())
                        .add(Plan.of(row, tokens.getOrDefault(row.id(), 1.0)));
            }
        }
        assertThat(groups.values())
                .filteredOn(plans -> plans.size() >= ENOUGH_PLANS)
                .hasSizeGreaterThanOrEqualTo(10);
        groups.forEach((group, plans) -> {
            if (plans.size() >= ENOUGH_PLANS) {
                assertThat(regretFraction(plans)).as(group).isLessThanOrEqualTo(MOST_REGRET);
            }
        });
    }

    /** Tokens of a second. */
    private record Plan(double predictedCount, double measuredCount) {

        static Plan of(RunPrediction row, double tokenCount) {
            return new Plan(
                    tokenCount / row.predicted().orElseThrow().p50(),
                    tokenCount / row.measuredSeconds().orElseThrow());
        }
    }

    private static double regretFraction(List<Plan> plans) {
        Plan chosen = plans.stream()
                .max(Comparator.comparingDouble(Plan::predictedCount))
                .orElseThrow();
        double best = plans.stream().mapToDouble(Plan::measuredCount).max().orElseThrow();
        return best / chosen.measuredCount() - 1;
    }
}

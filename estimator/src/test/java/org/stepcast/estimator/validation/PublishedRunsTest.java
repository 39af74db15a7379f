package org.stepcast.estimator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.core.dataset.CsvTable;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.timing.ClusterTimes;
import org.stepcast.estimator.validation.RunValidator.Constants;

/** The table of runs that ships with Stepcast. */
class PublishedRunsTest {

    private static final Path TABLES = Path.of("..", "target_config");

    @ParameterizedTest
    @CsvSource({"published_runs.csv, 403", "unfitted_runs.csv, 225"})
    void everyRowSaysWhereItWasPublished(String table, int rows) {
        assertThat(CsvTable.read(TABLES.resolve(table)).rows())
                .hasSize(rows)
                .allSatisfy(row -> assertThat(row.values()).containsKeys("id", "source", "source_group", "quality"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"published_runs.csv", "unfitted_runs.csv"})
    void everyRowIsPredictedAndCompared(String table) {
        KnownClusters clusters = new KnownClusters(List.of(Path.of("..", "regressors")), DeviceTable.builtIn());

        RunValidation validation = RunValidator.read(
                        TABLES.resolve(table), clusters, config -> ClusterTimes.ofFigures(config.cluster(), List::of))
                .validate(Constants.SHIPPED);

        assertThat(validation.rows())
                .allSatisfy(row -> assertThat(row.errorFraction())
                        .as(row.id() + " " + row.reason())
                        .isPresent());
    }

    @Test
    void equalPlansAreNoContestAndTheFastestPredictedPlanIsTheChoice() {
        RunRows fast = RunRows.complete().with("target_iter_s", "2");
        RunRows slow = fast.with("recompute", "full").with("target_iter_s", "3");

        List<RunPrediction> plans = RunValidator.of(List.of(fast.run(), slow.run()))
                .validate(Constants.SHIPPED)
                .rows();

        assertThat(Ranking.of(plans))
                .singleElement()
                .satisfies(ranking -> assertThat(ranking.regretFraction()).isZero());
        assertThat(Ranking.of(plans.subList(0, 1))).isEmpty();
    }
}

package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepcast.estimator.validation.Ranking;
import org.stepcast.estimator.validation.RunValidator;
import org.stepcast.estimator.validation.RunValidator.Constants;

/** Whether the plan that is predicted to be the fastest is one to choose, over plans that were published side by side. */
final class PublishedRankingTest {

    private static final Path HOME = Path.of("..");
    private static final int ENOUGH_PLANS = 5;

    @Test
    void theFirstOfFivePlansOrMoreIsWithinFivePercentOfTheBestMeasured() {
        Forecaster forecaster = Forecaster.in(HOME);
        List<Ranking> rankings = RunValidator.read(
                        HOME.resolve("target_config/published_runs.csv"), forecaster.clusters(), forecaster::times)
                .validate(Constants.SHIPPED)
                .rankings();

        assertThat(rankings)
                .filteredOn(ranking -> ranking.planCount() >= ENOUGH_PLANS)
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(ranking -> assertThat(ranking.regretFraction())
                        .as(ranking.contest())
                        .isLessThanOrEqualTo(0.05));
    }
}

package org.stepcast.estimator.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.PlanMemory.Need;
import org.stepcast.estimator.model.Jobs;
import org.stepcast.estimator.model.RandomPlans;

/** What plans share must not change what each of them needs. */
final class PlanMemoryTest {

    private static final double ROUNDING_PERCENT = 1e-9;

    static Stream<TrainingConfig> jobs() {
        return Stream.concat(
                Stream.of(FrameworkName.values())
                        .map(framework -> Jobs.of(1, 1, 1).with(framework).config()),
                Stream.of(Jobs.withExperts()));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void everyPlanNeedsWhatTheMemoryModelSays(TrainingConfig job) {
        MemoryModel model = MemoryModel.builtIn();
        PlanMemory memory = model.plansOf(job);
        RandomPlans.of(job, 400).forEach(plan -> {
            MemoryEstimate estimate = model.estimate(plan);
            Need need = memory.of(plan);
            assertThat(need.neededBytes())
                    .as("%s", plan)
                    .isCloseTo(estimate.neededBytes(), withinPercentage(ROUNDING_PERCENT));
            assertThat(need.fits()).isEqualTo(estimate.fits());
            assertThat(need.stage()).isEqualTo(estimate.fullest().stage());
        });
    }
}

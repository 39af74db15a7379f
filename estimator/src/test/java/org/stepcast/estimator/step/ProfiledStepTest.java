package org.stepcast.estimator.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.Jobs;

class ProfiledStepTest {

    static Stream<Jobs> plans() {
        return Stream.of(
                Jobs.of(1, 1, 1),
                Jobs.of(2, 1, 1),
                Jobs.of(1, 4, 1),
                Jobs.of(1, 1, 16),
                Jobs.of(2, 4, 2).with(Recompute.FULL),
                Jobs.of(2, 4, 2).with(Schedule.ALL_FORWARD_ALL_BACKWARD),
                Jobs.of(2, 4, 2).with(Schedule.ZERO_BUBBLE),
                Jobs.of(4, 3, 2).with(Sharding.NONE),
                Jobs.of(1, 1, 8).with(Sharding.FSDP).with(FrameworkName.FSDP),
                Jobs.of(1, 1, 8).with(Sharding.ZERO3).with(FrameworkName.DEEPSPEED),
                Jobs.of(1, 5, 2).with(Recompute.SELECTIVE).with(FrameworkName.NEMO));
    }

    private static StepEstimate estimate(Jobs job) {
        return new StepModel(FixedTimes.withCollectives(5)).estimate(job.config());
    }

    @ParameterizedTest
    @MethodSource("plans")
    void breakdownSumsToTheStepTimeAndNoPartIsNegative(Jobs job) {
        StepEstimate estimate = estimate(job);

        assertThat(estimate.breakdown().totalMicros() / 1e6)
                .isCloseTo(estimate.stepSeconds().p50(), within(1e-12));
        assertThat(estimate.breakdown().micros().values()).allMatch(micros -> micros >= -1e-6);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aStepIsWhatItsCourseTakes(Jobs job) {
        StepEstimate estimate = estimate(job);

        assertThat(estimate.course().totalMicros() / 1e6)
                .isCloseTo(estimate.stepSeconds().p50(), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void validationPredictsWhatPredictDoes(Jobs job) {
        TrainingConfig config = job.config();
        Workload work = Workload.of(config, Execution.of(config)).withTimes(FixedTimes.withCollectives(5));

        assertThat(new StepComposition(work, Tuning.fitted())
                        .seconds(ConstantTable.builtIn().intervalFactor()))
                .satisfies(seconds -> assertThat(seconds.p50())
                        .isCloseTo(estimate(job).stepSeconds().p50(), within(1e-9)));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void originSharesSumToOne(Jobs job) {
        assertThat(estimate(job).originShare().values().stream()
                        .mapToDouble(share -> share)
                        .sum())
                .isCloseTo(1, within(1e-9));
    }
}

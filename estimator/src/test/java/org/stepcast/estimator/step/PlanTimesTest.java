package org.stepcast.estimator.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.Jobs;
import org.stepcast.estimator.model.RandomPlans;
import org.stepcast.estimator.step.PlanTimes.PlanTime;
import org.stepcast.estimator.timing.ClusterTimes;
import org.stepcast.estimator.timing.TimeSource;

/** What plans share must not change what each of them takes. */
final class PlanTimesTest {

    private static final double ROUNDING_PERCENT = 1e-9;

    static Stream<TrainingConfig> jobs() {
        return Stream.of(
                Jobs.of(1, 1, 1).config(),
                Jobs.of(1, 1, 1).with(FrameworkName.TORCHTITAN).config(),
                Jobs.of(1, 1, 1).with(FrameworkName.DEEPSPEED).config(),
                Jobs.of(1, 1, 1).with(FrameworkName.GENERIC).config(),
                Jobs.withExperts());
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void everyPlanTakesWhatTheStepModelSays(TrainingConfig job) {
        TimeSource source = ClusterTimes.ofFigures(job.cluster(), List::of);
        PlanTimes times = new PlanTimes(job, source);
        RandomPlans.of(job, 400).filter(PlanTimesTest::isPossible).forEach(plan -> {
            double seconds = new StepModel(source).estimate(plan).stepSeconds().p50();
            PlanTime time = times.of(plan);
            assertThat(time.seconds()).as("%s", plan).isCloseTo(seconds, withinPercentage(ROUNDING_PERCENT));
            assertThat(time.leastSeconds()).as("%s", plan).isLessThanOrEqualTo(seconds * (1 + 1e-12));
        });
    }

    private static boolean isPossible(TrainingConfig plan) {
        long microBatches = plan.microBatchCount();
        return plan.parallel().virtualStageCount() == 1
                || microBatches % plan.parallel().pipelineSize() == 0;
    }
}

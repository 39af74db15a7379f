package org.stepcast.estimator.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.model.Jobs;

class SimulatedStepTest {

    /** Norm, projections, rotary, core, residual; norm, up, activation, down, residual. */
    private static final int LAYER_OPERATORS = 11;

    private static StepEstimate estimate(Jobs job) {
        return new SimulatedStep(job.config(), FixedTimes.withCollectives(5)).estimate();
    }

    static Stream<Jobs> plans() {
        return Stream.of(
                Jobs.of(1, 1, 1),
                Jobs.of(2, 1, 1),
                Jobs.of(1, 4, 1),
                Jobs.of(1, 1, 4),
                Jobs.of(2, 4, 2),
                Jobs.of(2, 4, 2).with(Recompute.FULL),
                Jobs.of(2, 4, 2).with(Schedule.ALL_FORWARD_ALL_BACKWARD),
                Jobs.of(4, 3, 2).with(Sharding.NONE),
                Jobs.of(1, 5, 2).with(Recompute.SELECTIVE));
    }

    @Test
    void oneDeviceTakesTheSumOfItsOperators() {
        StepEstimate estimate = estimate(Jobs.of(1, 1, 1));

        int operators = 32 * LAYER_OPERATORS + 1 + 3; // embedding; final norm, output layer, cross entropy
        double micros = 8 * operators * (FixedTimes.FORWARD_MICROS + FixedTimes.BACKWARD_MICROS) + 1000;
        assertThat(estimate.stepSeconds().p50()).isCloseTo(micros / 1e6, within(1e-12));
        assertThat(estimate.breakdown().micros(Part.PIPELINE_BUBBLE)).isZero();
        assertThat(estimate.breakdown().micros(Part.OPTIMIZER)).isEqualTo(1000);
    }

    @Test
    void recomputationAddsOneForwardPassOfEveryLayer() {
        StepEstimate estimate = estimate(Jobs.of(1, 1, 1).with(Recompute.FULL));

        assertThat(estimate.breakdown().micros(Part.RECOMPUTE))
                .isCloseTo(8 * 32 * LAYER_OPERATORS * FixedTimes.FORWARD_MICROS, within(1e-6));
    }

    @Test
    void tensorParallelRanksReduceFourTimesALayer() {
        StepEstimate estimate = estimate(Jobs.of(2, 1, 1));

        int embeddingAndOutputLayer = 1 + 1 + 3;
        assertThat(estimate.breakdown().micros(Part.TENSOR_PARALLEL))
                .isCloseTo(8 * (4 * 32 + embeddingAndOutputLayer) * 5, within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void breakdownSumsToTheStepTimeAndNoPartIsNegative(Jobs job) {
        StepEstimate estimate = estimate(job);

        assertThat(estimate.breakdown().totalMicros() / 1e6)
                .isCloseTo(estimate.stepSeconds().p50(), within(1e-12));
        assertThat(estimate.breakdown().micros().values()).allMatch(micros -> micros >= -1e-9);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void slowerCollectivesNeverShortenAStep(Jobs job) {
        double fast = new SimulatedStep(job.config(), FixedTimes.withCollectives(5))
                .estimate()
                .stepSeconds()
                .p50();
        double slow = new SimulatedStep(job.config(), FixedTimes.withCollectives(50))
                .estimate()
                .stepSeconds()
                .p50();

        assertThat(slow).isGreaterThanOrEqualTo(fast);
    }

    @Test
    void intervalsHoldTheMedianAndTheSpreadOfTheOperators() {
        StepEstimate estimate = estimate(Jobs.of(1, 1, 1));

        assertThat(estimate.stepSeconds().p10())
                .isLessThan(estimate.stepSeconds().p50() * 0.9);
        assertThat(estimate.stepSeconds().p90())
                .isGreaterThan(estimate.stepSeconds().p50() * 1.1);
    }

    @Test
    void timesWithoutSamplesMakeAStepExtrapolated() {
        StepEstimate estimate =
                new SimulatedStep(Jobs.of(2, 1, 1).config(), new FixedTimes(5, 1000, Origin.ANALYTIC)).estimate();

        assertThat(estimate.status()).isEqualTo(Status.EXTRAPOLATED);
        assertThat(estimate.reasons()).anyMatch(reason -> reason.contains("no sample"));
        assertThat(estimate(Jobs.of(2, 1, 1)).status()).isEqualTo(Status.OK);
    }

    @Test
    void originSharesSumToOne() {
        assertThat(estimate(Jobs.of(2, 2, 2)).originShare().values().stream()
                        .mapToDouble(share -> share)
                        .sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void plansThatAreNotCoveredAreRefusedWithTheReason() {
        assertThatThrownBy(() -> estimate(Jobs.of(1, 1, 2).with(Sharding.FSDP)))
                .isInstanceOf(NotCoveredException.class)
                .hasMessage("test.yml: parallel.sharding (fsdp) is not covered; covered: none or zero1.");
    }

    @Test
    void thePublishedFormulaNeedsThePublishedForm() {
        assertThatThrownBy(() -> new StepModel(FixedTimes.withCollectives(5))
                        .estimate(Jobs.of(1, 1, 1).config(), Formula.PUBLISHED))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("published form");
    }
}

package org.stepcast.estimator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.step.Guess;

class BlankRulesTest {

    @Test
    void aBlankMicroBatchDividesTheBatchAndHoldsAtMost16384Tokens() {
        RunJob job = RunRows.complete().with("micro_batch", "").job();

        long micro = job.config().batch().microSize();
        assertThat(128 / 8 % micro).isZero();
        assertThat(micro * 2048).isLessThanOrEqualTo(16384);
        assertThat(job.execution().guesses()).contains(Guess.MICRO_BATCH);
    }

    @Test
    void unknownRecomputationIsTheLeastThatFits() {
        RunRows large = RunRows.complete()
                .with("hidden", "5120")
                .with("heads", "40")
                .with("layers", "40")
                .with("micro_batch", "8")
                .with("recompute", "unknown");

        RunJob job = large.job();

        assertThat(job.execution().recomputedFraction()).isStrictlyBetween(0.0, 1.0);
        assertThat(large.with("attention", "unfused").job().config().recompute())
                .isEqualTo(Recompute.SELECTIVE);
    }

    @Test
    void blankVirtualStagesDivideTheLayersOfAStage() {
        RunJob job = RunRows.complete().with("pp", "2").with("dp", "4").job();

        assertThat(24 / 2 % job.config().parallel().virtualStageCount()).isZero();
        assertThat(job.config().parallel().schedule())
                .isEqualTo(
                        job.config().parallel().virtualStageCount() > 1
                                ? Schedule.INTERLEAVED
                                : Schedule.ONE_FORWARD_ONE_BACKWARD);
    }
}

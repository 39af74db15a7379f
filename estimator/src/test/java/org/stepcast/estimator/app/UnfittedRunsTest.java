package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.stepcast.estimator.validation.RunTraits;
import org.stepcast.estimator.validation.RunValidation;
import org.stepcast.estimator.validation.RunValidator;
import org.stepcast.estimator.validation.RunValidator.Constants;

/** What docs/accuracy.md says of runs that nothing was fitted to, with some room, so that a change for the worse is seen. */
final class UnfittedRunsTest {

    private static final Path HOME = Path.of("..");

    @Test
    void runsThatNothingWasFittedToAreNoFurtherOff() {
        Forecaster forecaster = Forecaster.in(HOME);
        RunValidation runs = RunValidator.read(
                        HOME.resolve("target_config/unfitted_runs.csv"), forecaster.clusters(), forecaster::times)
                .validate(Constants.SHIPPED);

        assertThat(runs.total().mape()).isLessThan(0.11);
        assertThat(runs.total().coverageFraction()).isBetween(0.75, 0.9);
        assertThat(runs.by(RunTraits::architecture))
                .hasEntrySatisfying(
                        "dense", dense -> assertThat(dense.medianApe()).isLessThan(0.06));
        assertThat(runs.bySourceGroup())
                .hasEntrySatisfying(
                        "dgxc-nemo-2024",
                        megatron -> assertThat(megatron.mape()).isLessThan(0.055));
        assertThat(runs.memory().refusedCount()).isLessThanOrEqualTo(20);
    }
}

package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stepcast.estimator.step.Formula;
import org.stepcast.estimator.step.StepEstimate;

/** The published example configurations, run from their own folder on catalogues that were fitted to their samples. */
class PublishedExampleTest {

    private static final Path EXAMPLES = Path.of("../../shared/data/published/estimate-train-time/target_config");

    /** What the forerunner predicts for its first example. Its second matrix product is faster than the device. */
    private static final double FORERUNNER_SECONDS = 9.50881009;

    private final Forecaster forecaster = Forecaster.in(Path.of(".."));

    @BeforeEach
    void needsThePublishedSamples() {
        assumeTrue(Files.isDirectory(EXAMPLES), "the published samples are not here");
    }

    @Test
    void publishedFormulaOnOurRegressorsIsNearTheForerunner() {
        StepEstimate step = forecaster.predict(EXAMPLES.resolve("llemma_7b_4_2_2_P.yml"), Formula.PUBLISHED);

        assertThat(step.stepSeconds().p50()).isCloseTo(FORERUNNER_SECONDS, within(0.04 * FORERUNNER_SECONDS));
    }

    @Test
    void bothExamplesRunAsTheyAreAndEqualTheShippedNamedForms() {
        StepEstimate perlmutter = forecaster.predict(EXAMPLES.resolve("llemma_7b_4_2_2_P.yml"));
        StepEstimate vista = forecaster.predict(EXAMPLES.resolve("llemma_7b_4_2_2_V.yml"));

        Path shipped = Path.of("../target_config");
        assertThat(perlmutter.stepSeconds())
                .isEqualTo(forecaster
                        .predict(shipped.resolve("llemma_7b_4_2_2_a100.yml"))
                        .stepSeconds());
        assertThat(vista.stepSeconds())
                .isEqualTo(forecaster
                        .predict(shipped.resolve("llemma_7b_4_2_2_gh200.yml"))
                        .stepSeconds());
    }

    @Test
    void noMatrixProductIsFasterThanTheDevice() {
        StepEstimate step = forecaster.predict(EXAMPLES.resolve("llemma_7b_4_2_2_P.yml"), Formula.PUBLISHED);

        double flops = 2.0 * 16384 * 4096 * 2048;
        double peak = 312e12;
        assertThat(step.operators())
                .filteredOn(operator -> operator.name().equals("linear2")
                        && operator.pass().name().equals("FORWARD"))
                .isNotEmpty()
                .allMatch(operator -> operator.micros().p50() > flops / peak * 1e6);
    }
}

package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.stepcast.estimator.step.StepEstimate;

/** The Java example of the README, run. */
class ReadmeExampleTest {

    @Test
    void threeLinesOfJavaForecastAStep() throws IOException {
        Path home = Path.of("..");
        Forecaster forecaster = Forecaster.in(home);
        StepEstimate step = forecaster.predict(home.resolve("target_config/llemma_7b_4_2_2_a100.yml"));
        double seconds = step.stepSeconds().p50();

        assertThat(seconds).isPositive();
        assertThat(Files.readString(home.resolve("README.md")))
                .contains("Forecaster forecaster = Forecaster.in(Path.of(\".\"));")
                .contains(
                        "StepEstimate step = forecaster.predict(Path.of(\"target_config/llemma_7b_4_2_2_a100.yml\"));")
                .contains("step.stepSeconds().p50()");
    }
}

package org.stepcast.estimator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.stepcast.estimator.app.Forecaster;
import org.stepcast.estimator.step.StepEstimate;

class StepPageTest {

    private static final Path HOME = Path.of("..");
    private static final Forecaster FORECASTER = Forecaster.in(HOME);
    private static final StepEstimate ESTIMATE =
            FORECASTER.predict(HOME.resolve("target_config/llemma_7b_4_2_2_a100.yml"));
    private static final Pattern WIDTH = Pattern.compile("style=\"width:([0-9.]+)%\"");

    private static String page() {
        return StepPage.of(ESTIMATE, FORECASTER.memory().estimate(ESTIMATE.config()));
    }

    @Test
    void pagesNeedNoNetworkAndNoOtherFile() {
        assertThat(page())
                .startsWith("<!DOCTYPE html>")
                .endsWith("</html>\n")
                .doesNotContain("http:", "https:", "src=", "href=", "url(", "@import");
    }

    @Test
    void pagesShowFiguresTimelineOperatorsAndReasons() {
        assertThat(page())
                .contains("Step time", "Tokens/s per GPU", "MFU", "Memory", "prefers-color-scheme: dark")
                .contains("<svg class=\"timeline\"", "<title>F 0: ", "stage 3")
                .contains(ESTIMATE.operators().getFirst().shape());
    }

    @Test
    void theBarIsAsLongAsItsParts() {
        double sum = WIDTH.matcher(page())
                .results()
                .mapToDouble(width -> Double.parseDouble(width.group(1)))
                .sum();

        assertThat(sum).isCloseTo(100, within(0.02));
    }
}

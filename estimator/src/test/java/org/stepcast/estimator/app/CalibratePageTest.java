package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.estimator.cli.RootCommand;
import picocli.CommandLine;

/** docs/calibrate.md on its sample log. */
class CalibratePageTest {

    private static final Path HOME = Path.of("..");
    private static final String LOG =
            HOME.resolve("docs/logs/synthetic_megatron.log").toString();
    private static final Path JOB = HOME.resolve("target_config/llama_2_7b_megatron_h100.yml");

    @TempDir
    private Path folder;

    private static String run(String... arguments) {
        StringWriter output = new StringWriter();
        CommandLine line = RootCommand.create(Forecaster.in(HOME));
        line.setOut(new PrintWriter(output));
        assertThat(line.execute(arguments)).isZero();
        return output.toString();
    }

    @Test
    void theMeasuredPartOfThePageIsWhatTheCommandPrints() throws IOException {
        String page = Files.readString(HOME.resolve("docs/calibrate.md"));
        List<String> lines = new ArrayList<>(
                run("validate", "log", LOG, "--config", JOB.toString()).lines().toList());
        assertThat(page).contains(lines.get(0), lines.get(2)); // predictions change with every better sample
        assertThat(page).contains("synthetic");
    }

    @Test
    void aSavedCalibrationMakesTheForecastTheMeasuredTime() throws IOException {
        Path saved = folder.resolve("calibrations.yml");
        run("validate", "log", LOG, "--config", JOB.toString(), "--save", saved.toString());
        Path job =
                Files.writeString(folder.resolve("job.yml"), Files.readString(JOB) + "calibration: calibrations.yml\n");

        assertThat(Forecaster.in(HOME).predict(job).stepSeconds().p50())
                .isCloseTo(11.1897, org.assertj.core.api.Assertions.within(1e-9));
        // A calibrated configuration gives the same factor, not a correction of the correction.
        run("validate", "log", LOG, "--config", job.toString(), "--save", saved.toString());
        assertThat(Forecaster.in(HOME).predict(job).stepSeconds().p50())
                .isCloseTo(11.1897, org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void oneMeasuredStepTimeIsEnough() {
        assertThat(run("validate", "log", "--measured", "11.5", "--config", JOB.toString(), "--json"))
                .contains("\"p50\" : 11.5", "a measured step of 11.5 s", "\"framework\" : \"megatron-lm\"");
    }
}

package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job of docs/schedules.md runs with every schedule that it offers. */
class SchedulesPageTest {

    private static final Path HOME = Path.of("..");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"1f1b", "all_forward_all_backward"})
    void theJobOfThePageRuns(String schedule) throws IOException {
        String page = Files.readString(HOME.resolve("docs/schedules.md"));
        String job = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n```"));
        Path file =
                Files.writeString(folder.resolve("job.yml"), job.replaceFirst("schedule: .*", "schedule: " + schedule));

        assertThat(Forecaster.in(HOME).predict(file).course().run().schedule().label())
                .isEqualTo(schedule);
    }
}

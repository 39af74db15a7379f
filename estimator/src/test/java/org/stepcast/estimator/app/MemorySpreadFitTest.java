package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The spreads that ship are those of the tables that ship. */
class MemorySpreadFitTest {

    @Test
    void theDataFileIsWhatTheFitWrites() throws IOException {
        Path home = Path.of("..");
        Path tables = home.resolve("target_config");
        String fitted = MemorySpreadFit.fitted(
                Forecaster.in(home), List.of(tables.resolve("memory_runs.csv"), tables.resolve("published_runs.csv")));
        assertThat(Path.of("src/main/resources/org/stepcast/estimator/memory/spreads.yml"))
                .hasContent(fitted);
        assertThat(Files.readString(home.resolve("docs/memory.md"))).contains("| all others | | 0 | | | 9.2 % |");
        assertThat(fitted).contains("unmeasured: 0.0917");
    }
}

package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ShippedConfigsTest {

    private static final Path FOLDER = Path.of("..", "target_config");

    @TempDir
    private Path folder;

    static List<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void isReadWithoutFault(Path file) {
        TrainingConfig config = TestOptions.reader().read(file);
        assertThat(config.microBatchCount()).isPositive();
    }

    @Test
    void bothFormsOfTheA100JobAreOne() throws IOException {
        assertSameJob(PublishedJobs.TEXT, "llemma_7b_4_2_2_a100.yml");
    }

    @Test
    void bothFormsOfTheGh200JobAreOne() throws IOException {
        assertSameJob(PublishedJobs.vista(), "llemma_7b_4_2_2_gh200.yml");
    }

    private void assertSameJob(String publishedText, String namedFile) throws IOException {
        TrainingConfig published =
                TestOptions.reader().read(Files.writeString(folder.resolve("published.yml"), publishedText));
        TrainingConfig named = TestOptions.reader().read(FOLDER.resolve(namedFile));
        assertThat(named)
                .usingRecursiveComparison()
                .ignoringFields("source", "model.name", "published")
                .isEqualTo(published);
    }
}

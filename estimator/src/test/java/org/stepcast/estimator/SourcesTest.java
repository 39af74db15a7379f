package org.stepcast.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only the sources show: a package-info in each package, files that a reader can hold in mind. */
final class SourcesTest {

    private static final Path PROJECT = Path.of("..");
    private static final int LINE_CAP = 300;

    @Test
    void everyPackageSaysWhatItTakesAndGives() {
        assertThat(sources("src/main/java").map(Path::getParent).distinct())
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content()
                        .contains("Takes ", "gives "));
    }

    @Test
    void noFileIsLongerThanTheCap() {
        assertThat(Stream.concat(sources("src/main/java"), sources("src/test/java")))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(lines(file)).hasSizeLessThanOrEqualTo(LINE_CAP));
    }

    private static Stream<Path> sources(String root) {
        return Stream.of("core", "estimator", "sampler")
                .map(module -> PROJECT.resolve(module).resolve(root))
                .filter(Files::isDirectory)
                .flatMap(SourcesTest::javaFiles);
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

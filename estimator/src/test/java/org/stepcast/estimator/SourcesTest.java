package org.stepcast.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only the sources show: a package-info in each package, files that a reader can hold in mind, links that hold. */
final class SourcesTest {

    private static final Path PROJECT = Path.of("..");
    private static final int LINE_CAP = 300;
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

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
                .allSatisfy(file -> assertThat(text(file).lines()).hasSizeLessThanOrEqualTo(LINE_CAP));
    }

    @Test
    void linksOfDocumentsLeadSomewhere() {
        assertThat(documents())
                .isNotEmpty()
                .allSatisfy(document -> assertThat(LINK.matcher(text(document)).results())
                        .map(link -> link.group(1))
                        .filteredOn(target -> !target.contains("://") && !target.startsWith("#"))
                        .allSatisfy(target -> assertThat(document.resolveSibling(target.replaceFirst("#.*", "")))
                                .exists()));
    }

    private static Stream<Path> documents() {
        Stream<Path> top = Stream.of("README.md", "CONTRIBUTING.md").map(PROJECT::resolve);
        return Stream.concat(top.filter(Files::exists), files(PROJECT.resolve("docs"), ".md"));
    }

    private static Stream<Path> sources(String root) {
        return Stream.of("core", "estimator", "sampler")
                .map(module -> PROJECT.resolve(module).resolve(root))
                .filter(Files::isDirectory)
                .flatMap(folder -> files(folder, ".java"));
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

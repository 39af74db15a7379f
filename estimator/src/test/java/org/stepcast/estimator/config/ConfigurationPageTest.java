package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/configuration.md lists the keys that are read, and no others. */
final class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Pattern UNKNOWN =
            Pattern.compile("job\\.yml: (.*)zzzzzzzzzzzzzzzz \\(1\\).*\\n  Known keys: (.*)\\.");
    private static final Pattern KEY = Pattern.compile("`([a-z_.]+)`");

    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(model:.*?)```", Pattern.DOTALL);

    /** Every section, each with a key that is like no other. */
    private static final String JOB = """
            zzzzzzzzzzzzzzzz: 1
            model: {zzzzzzzzzzzzzzzz: 1, latent_attention: {zzzzzzzzzzzzzzzz: 1}, moe: {zzzzzzzzzzzzzzzz: 1}}
            cluster: {zzzzzzzzzzzzzzzz: 1, device: H100}
            parallel: {zzzzzzzzzzzzzzzz: 1, overlap: {zzzzzzzzzzzzzzzz: 1}}
            batch: {zzzzzzzzzzzzzzzz: 1}
            framework: {zzzzzzzzzzzzzzzz: 1}
            calibration: {zzzzzzzzzzzzzzzz: 1}
            run: {zzzzzzzzzzzzzzzz: 1, batch_rampup: {zzzzzzzzzzzzzzzz: 1}}
            """;

    private static final Set<String> SECTIONS = Set.of(
            "model",
            "model.latent_attention",
            "model.moe",
            "cluster",
            "parallel",
            "parallel.overlap",
            "batch",
            "framework",
            "run",
            "run.batch_rampup");

    @TempDir
    private Path folder;

    @Test
    void everyKeyThatIsReadIsOnThePage() throws IOException {
        assertThat(keysOfThePage()).containsExactlyInAnyOrderElementsOf(keysThatAreRead());
    }

    @Test
    void thePublishedKeysAreOnThePage() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(
                        PublishedForm.KEYS.stream().map(key -> "`" + key + "`").toList());
    }

    @Test
    void theExamplesOfThePageAreSound() throws IOException {
        Matcher examples = EXAMPLE.matcher(Files.readString(PAGE));
        int count = 0;
        for (; examples.find(); count++) {
            Path file = Files.writeString(folder.resolve("example.yml"), examples.group(1));
            assertThat(TestOptions.reader().read(file).model().name()).isIn("llama-2-7b", "llama-3-8b", "custom");
        }
        assertThat(count).isEqualTo(4);
    }

    private Set<String> keysThatAreRead() throws IOException {
        Path file = Files.writeString(folder.resolve("job.yml"), JOB);
        String message = String.valueOf(
                catchThrowable(() -> TestOptions.reader().read(file)).getMessage());
        Set<String> keys = new TreeSet<>();
        for (Matcher matcher = UNKNOWN.matcher(message); matcher.find(); ) {
            for (String key : matcher.group(2).split(", ", -1)) {
                keys.add(matcher.group(1) + key);
            }
        }
        keys.removeAll(SECTIONS);
        return keys;
    }

    private static Set<String> keysOfThePage() throws IOException {
        Set<String> keys = new TreeSet<>();
        String named = Files.readString(PAGE).split("## The published form", 2)[0];
        for (String line : named.lines().filter(line -> line.startsWith("| `")).toList()) {
            for (Matcher matcher = KEY.matcher(line.split("\\|", 3)[1]); matcher.find(); ) {
                keys.add(matcher.group(1));
            }
        }
        return keys;
    }
}

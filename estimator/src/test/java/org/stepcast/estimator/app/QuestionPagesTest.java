package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.estimator.cli.RootCommand;
import picocli.CommandLine;

/** The commands on the pages that answer a user's questions, run one after the other as they stand there. */
final class QuestionPagesTest {

    private static final Path HOME = Path.of("..");
    private static final Forecaster FORECASTER = Forecaster.in(HOME);
    private static final String COMMAND = "scripts/stepcast ";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"which-plan", "how-long-how-much", "why-slow", "how-many-gpus", "recipes"})
    void everyCommandDoesWhatThePageSays(String page) throws IOException {
        List<String> commands = Files.readString(HOME.resolve("docs/" + page + ".md"))
                .lines()
                .filter(line -> line.startsWith(COMMAND))
                .toList();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(3);
        for (String command : commands) {
            StringWriter output = new StringWriter();
            StringWriter errors = new StringWriter();
            CommandLine line = RootCommand.create(FORECASTER);
            line.setOut(new PrintWriter(output));
            line.setErr(new PrintWriter(errors));
            int exitCode = line.execute(words(command));
            assertThat(exitCode).as("%s\n%s", command, errors).isEqualTo(isRefused(command) ? 2 : 0);
            assertThat(isRefused(command) ? errors.toString() : output.toString())
                    .as(command)
                    .isNotBlank();
        }
    }

    /** The page shows what cannot be written. */
    private static boolean isRefused(String command) {
        return command.endsWith("--for torchtitan");
    }

    /** Files of the project are where they are, files that a command writes in the test's folder. */
    private String[] words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command.substring(COMMAND.length()));
        while (matcher.find()) {
            String word = matcher.group(1) == null ? matcher.group() : matcher.group(1);
            boolean ours = word.startsWith("target_config/");
            boolean written = word.startsWith("target/") || word.matches("[\\w-]+\\.(yml|html)");
            words.add(
                    ours
                            ? HOME.resolve(word).toString()
                            : written ? folder.resolve(word).toString() : word);
        }
        return words.toArray(String[]::new);
    }
}

package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.estimator.cli.RootCommand;
import picocli.CommandLine;

/** {@code stepcast compare} as a user sees it. */
final class CompareCommandTest {

    private static final Path HOME = Path.of("..");
    private static final String FIRST =
            HOME.resolve("target_config/llama_2_7b_megatron_h100.yml").toString();

    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String output, String errors) {}

    private static Outcome run(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line = RootCommand.create(Forecaster.in(HOME));
        line.setOut(new PrintWriter(output));
        line.setErr(new PrintWriter(errors));
        int exitCode = line.execute(arguments);
        return new Outcome(exitCode, output.toString(), errors.toString());
    }

    /** The same job with full recomputation, under a name that HTML must escape. */
    private String recomputing() throws IOException {
        String text = Files.readString(Path.of(FIRST)).replaceAll("(?m)^recompute:.*$", "") + "\nrecompute: full\n";
        return Files.writeString(folder.resolve("full & slow.yml"), text).toString();
    }

    @Test
    void whatDiffersIsShownAndByHowMuch() throws IOException {
        Outcome outcome = run("compare", FIRST, recomputing());
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output())
                .containsPattern("recompute +\\w+ +full")
                .containsPattern("step time +[0-9.]+ s +[0-9.]+ s  \\(\\+[0-9.]+ %\\)")
                .doesNotContain("model.layers");
    }

    @Test
    void jsonHasWhatPredictSaysOfEachJob() throws IOException {
        String second = recomputing();
        JsonNode compared = new ObjectMapper()
                .readTree(run("compare", FIRST, second, "--json").output());
        JsonNode predicted =
                new ObjectMapper().readTree(run("predict", second, "--json").output());
        assertThat(compared.get("jobs").get(1)).isEqualTo(predicted);
        assertThat(compared.get("differences").get("recompute").get(1).asText()).isEqualTo("full");
    }

    @Test
    void thePageNeedsNoOtherFileAndEscapesNames() throws IOException {
        Path page = folder.resolve("page.html");
        assertThat(run("compare", FIRST, recomputing(), "--html", page.toString())
                        .exitCode())
                .isZero();
        assertThat(Files.readString(page))
                .contains("full &amp; slow.yml", "class=\"differs\"", "</html>")
                .doesNotContain("http://", "https://", "src=");
    }

    @Test
    void oneJobIsNotEnough() {
        Outcome outcome = run("compare", FIRST);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errors()).contains("at least two").doesNotContain("\tat ");
    }
}

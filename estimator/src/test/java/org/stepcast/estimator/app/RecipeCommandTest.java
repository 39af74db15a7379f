package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.estimator.cli.RootCommand;
import picocli.CommandLine;

/** {@code stepcast recipe} as a user sees it. */
class RecipeCommandTest {

    private static final Path HOME = Path.of("..");
    private static final Forecaster FORECASTER = Forecaster.in(HOME);
    private static final String CONFIG =
            HOME.resolve("target_config/llama_2_7b_megatron_h100.yml").toString();

    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String output, String errors) {}

    private static Outcome run(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line = RootCommand.create(FORECASTER);
        line.setOut(new PrintWriter(output));
        line.setErr(new PrintWriter(errors));
        int exitCode = line.execute(arguments);
        return new Outcome(exitCode, output.toString(), errors.toString());
    }

    @Test
    void writtenScriptsAreExecutableAndForecastAsTheirJob() {
        Outcome written = run("recipe", CONFIG, "--for", "megatron", "--out", folder.toString());
        assertThat(written.errors()).isEmpty();
        assertThat(written.exitCode()).isZero();
        Path script = folder.resolve("run.sh");
        assertThat(script).isExecutable();
        String headline =
                run("predict", CONFIG).output().lines().skip(2).findFirst().orElseThrow();
        assertThat(run("predict", script.toString()).output()).contains(headline);
    }

    @Test
    void withoutAFolderTheFilesArePrinted() {
        assertThat(run("recipe", CONFIG, "--for", "nemo").output())
                .contains("==> bridge.yaml <==", "==> run.sbatch <==", "completionMode: Indexed");
    }

    @Test
    void aScriptWithoutItsClusterSaysWhatToWrite() throws IOException {
        Path script = Files.writeString(folder.resolve("alone.sh"), "python pretrain_gpt.py --num-layers 8\n");
        Outcome outcome = run("predict", script.toString());
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errors())
                .contains("does not say which cluster", "stepcast.yml")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipe", "recipe CONFIG", "recipe CONFIG --for excel", "recipe CONFIG --for torchtitan"})
    void badCommandLinesEndWithAMessageAndCode2(String line) {
        Outcome outcome = run(line.replace("CONFIG", CONFIG).split(" "));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).isNotBlank().doesNotContain("\tat ");
    }
}

package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.estimator.cli.RootCommand;
import org.stepcast.estimator.config.BadInput;
import org.stepcast.estimator.config.BadInput.Subject;
import org.stepcast.estimator.config.BadInputs;
import picocli.CommandLine;

/** What a user sees: text, exit code, and never a stack trace for a fault of theirs. */
class CommandLineTest {

    private static final Path HOME = Path.of("..");
    private static final Forecaster FORECASTER = Forecaster.in(HOME);

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

    static List<BadInput> badConfigurations() {
        return BadInputs.all().stream()
                .filter(input -> input.subject() == Subject.CONFIG)
                .toList();
    }

    static Stream<String> shippedConfigurations() {
        return Stream.of(
                "llemma_7b_4_2_2_a100.yml",
                "llemma_7b_4_2_2_gh200.yml",
                "llama_13b_4_4_2_a100.yml",
                "gpt_neox_20b_4_4_2_a100.yml");
    }

    @ParameterizedTest
    @MethodSource("badConfigurations")
    void badConfigurationsEndWithOneMessageAndCode2(BadInput input) throws IOException {
        Outcome outcome = run("predict", input.write(folder).toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).contains(input.fragments()).doesNotContain("\tat ", "Exception");
    }

    @ParameterizedTest
    @MethodSource("shippedConfigurations")
    void shippedConfigurationsArePredicted(String name) {
        Outcome outcome =
                run("predict", HOME.resolve("target_config").resolve(name).toString());

        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output()).contains("Step time", "Tokens/s per GPU", "MFU", "Slowest operators");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "conquer",
                "predict",
                "predict a.yml b.yml",
                "predict a.yml --formula magic",
                "predict a.yml --colour",
                "fit data",
                "fit data --out o --split sideways",
                "fit data --out o --seed many",
                "validate",
                "validate everything",
                "validate operators data",
                "validate operators data --cluster perlmutter-a100",
                "validate operators .. --cluster atlantis",
                "list",
                "list things",
                "fit nowhere --out o"
            })
    void badCommandLinesEndWithAMessageAndCode2(String line) {
        Outcome outcome = run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errors()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void tracesAndPagesAreWrittenBesideTheTable() {
        Path trace = folder.resolve("step.json");
        Path page = folder.resolve("step.html");
        String config = HOME.resolve("target_config/llemma_7b_4_2_2_a100.yml").toString();

        Outcome outcome = run("predict", config, "--trace", trace.toString(), "--html", page.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output()).contains("Step time");
        assertThat(trace).content().contains("traceEvents", "process_name", "gradient all_reduce");
        assertThat(page).content().contains("<svg", "Step time");
    }

    @Test
    void filesThatCannotBeWrittenAreTheUsersFault() {
        String config = HOME.resolve("target_config/llemma_7b_4_2_2_a100.yml").toString();
        Outcome outcome = run(
                "predict", config, "--trace", folder.resolve("none/step.json").toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errors()).contains("cannot be written").doesNotContain("\tat ");
    }

    @Test
    void listsNameWhatConfigurationsCanUse() {
        assertThat(run("list", "models").output()).contains("llama-2-7b");
        assertThat(run("list", "gpus").output()).contains("H100-SXM5-80GB");
        assertThat(run("list", "clusters").output()).contains("perlmutter-a100", "vista-gh200", "h100-sxm");
        assertThat(run("list", "schedules").output()).contains("1f1b");
    }

    @Test
    void flagsOfEveryCommandArePinned() {
        assertThat(flags("predict")).containsExactly("--formula", "--help", "--html", "--json", "--trace", "--version");
        assertThat(flags("compare")).containsExactly("--help", "--html", "--json", "--version");
        assertThat(flags("search"))
                .containsExactly(
                        "--clusters",
                        "--explain",
                        "--gpus",
                        "--help",
                        "--json",
                        "--keep",
                        "--objective",
                        "--top",
                        "--version",
                        "--write");
        assertThat(flags("fit")).containsExactly("--help", "--json", "--out", "--seed", "--split", "--version");
        assertThat(flags("list")).containsExactly("--help", "--version");
    }

    private static List<String> flags(String command) {
        CommandLine line = RootCommand.create(FORECASTER)
                .getSubcommands()
                .getOrDefault(command, new CommandLine(CommandLine.Model.CommandSpec.create()));
        return line.getCommandSpec().optionsMap().keySet().stream()
                .filter(name -> name.startsWith("--"))
                .sorted()
                .toList();
    }
}

package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.cli.RootCommand;
import picocli.CommandLine;

/** {@code stepcast plan-run} as a user sees it. */
class PlanRunCommandTest {

    private static final Path HOME = Path.of("..");
    private static final String LLAMA =
            HOME.resolve("target_config/llama_65b_a100.yml").toString();
    private static final String SMALL =
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

    /** YAML is a superset of JSON. */
    private static YamlNode json(String... arguments) {
        return YamlFile.parse("run.json", run(arguments).output(), new Faults("run.json"));
    }

    private static double number(YamlNode node, String key) {
        return Double.parseDouble(node.text(key));
    }

    @Test
    void theTableSaysHowLongAndHowMuch() {
        Outcome outcome = run("plan-run", LLAMA);
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output())
                .contains(
                        "Days",
                        "GPU-hours",
                        "Cost, USD",
                        "Energy, MWh",
                        "Goodput",
                        "6 N D",
                        "exact",
                        "MFU",
                        "p10 – p90");
    }

    /** The published run took 20.8 days of training; the plan that it ran is not published. */
    @Test
    void theForecastOfLlama65bIsNearThePublishedRun() {
        YamlNode days = json("plan-run", LLAMA, "--json").section("days");
        assertThat(number(days, "p10")).isLessThan(21);
        assertThat(number(days, "p90")).isGreaterThan(21);
    }

    @Test
    void figuresOfTheDocumentBelongTogether() {
        YamlNode run = json("plan-run", SMALL, "--tokens", "1e12", "--price", "2.5", "--json");
        assertThat(number(run, "trainedTokens")).isEqualTo(1e12);
        double seconds = number(run.section("totalSeconds"), "p50");
        assertThat(number(run.section("days"), "p50")).isCloseTo(seconds / 86_400, within(1e-9));
        assertThat(number(run.section("gpuHours"), "p50")).isCloseTo(seconds / 3600 * 8, within(1e-6));
        assertThat(number(run.section("costUsd"), "p50"))
                .isCloseTo(number(run.section("gpuHours"), "p50") * 2.5, within(1e-6));
        assertThat(number(run.section("flops"), "sixNd")).isEqualTo(6 * 6_738_415_616.0 * 1e12);
        assertThat(number(run.section("trainingSeconds"), "p50") / seconds)
                .isCloseTo(number(run.section("goodput"), "usefulFraction"), within(1e-9));
    }

    @Test
    void budgetsGiveSizesOfModelAndData() {
        Outcome text = run("plan-run", LLAMA, "--compute-optimal", "--budget", "1e6 GPU-hours");
        assertThat(text.errors()).isEmpty();
        assertThat(text.output()).contains("Best use of", "chinchilla-20", "What llama-65b is best trained with");
        YamlNode optimal = json("plan-run", LLAMA, "--compute-optimal", "--budget", "1e24 FLOPs", "--json")
                .section("computeOptimal");
        YamlNode first = optimal.sections("optimal").getFirst();
        assertThat(number(first.section("parameters"), "p50")).isCloseTo(Math.sqrt(1e24 / 120), within(1.0));
    }

    @Test
    void aPriceTableOfTheUserGoesFirst() throws IOException {
        Path prices = Files.writeString(
                folder.resolve("prices.yml"),
                "prices: [{device: A100-SXM4-80GB, low_usd: 1.25, date: 2026-11, source: our contract}]");
        YamlNode price =
                json("plan-run", LLAMA, "--prices", prices.toString(), "--json").section("price");
        assertThat(number(price, "highUsdPerGpuHour")).isEqualTo(1.25);
        assertThat(price.text("source")).isEqualTo("our contract");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan-run",
                "plan-run nowhere.yml --tokens 1T",
                "plan-run SMALL",
                "plan-run SMALL --tokens many",
                "plan-run SMALL --tokens 0",
                "plan-run SMALL --tokens 1T --price -1",
                "plan-run SMALL --tokens 1T --step-time 6.8",
                "plan-run SMALL --tokens 1T --step-time 6s --tflops 100",
                "plan-run SMALL --tokens 1T --tflops 0",
                "plan-run SMALL --tokens 1T --compute-optimal --budget 5 ",
                "plan-run SMALL --tokens 1T --prices nowhere.yml",
            })
    void badCommandLinesEndWithAMessageAndCode2(String line) {
        Outcome outcome = run(line.replace("SMALL", SMALL).split(" "));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).isNotBlank().doesNotContain("\tat ");
    }
}

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
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.cli.RootCommand;
import picocli.CommandLine;

/** {@code stepcast memory} as a user sees it. */
class MemoryCommandTest {

    private static final Path HOME = Path.of("..");
    private static final String CONFIG =
            HOME.resolve("target_config/llama_13b_4_4_2_a100.yml").toString();

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
        return YamlFile.parse("memory.json", run(arguments).output(), new Faults("memory.json"));
    }

    private static double number(YamlNode node, String key) {
        return Double.parseDouble(node.text(key));
    }

    @Test
    void tablesNameThePeakAndEveryStage() {
        Outcome outcome = run("memory", CONFIG);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output())
                .contains("Allocated", "Reserved", "Device total", "Out of memory", "Where it goes at the peak")
                .contains("\n0 ", "\n1 ", "\n2 ", "\n3 ");
    }

    @Test
    void theFiveFiguresSumToWhatTheDeviceHolds() {
        YamlNode memory = json("memory", CONFIG, "--json");
        double sum = number(memory, "weightsBytes")
                + number(memory, "gradientsBytes")
                + number(memory, "optimizerBytes")
                + number(memory, "activationsBytes")
                + number(memory, "otherBytes");
        double held = number(memory, "peakAllocatedBytes")
                + number(memory, "contextBytes")
                + number(memory, "communicatorBytes");
        assertThat(sum).isCloseTo(held, within(1.0));
        assertThat(memory.sections("stages")).hasSize(4);
        assertThat(memory.text("fits")).isEqualTo("true");
    }

    @Test
    void predictGivesTheSameMemory() {
        YamlNode step = json("predict", CONFIG, "--json");
        assertThat(step.section("memory").text("peakAllocatedBytes"))
                .isEqualTo(json("memory", CONFIG, "--json").text("peakAllocatedBytes"));
    }

    @Test
    void tracesCountMemoryOverTheStep() throws IOException {
        Path trace = folder.resolve("trace.json");
        assertThat(run("predict", CONFIG, "--trace", trace.toString()).exitCode())
                .isZero();
        assertThat(Files.readString(trace)).contains("\"allocated, GiB\"", "\"micro-batches in flight\"");
    }

    @Test
    void aMissingFileEndsWithOneMessageAndCode2() {
        Outcome outcome = run("memory", "nowhere.yml");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errors()).contains("nowhere.yml").doesNotContain("\tat ");
    }
}

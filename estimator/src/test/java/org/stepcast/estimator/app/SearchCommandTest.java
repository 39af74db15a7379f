package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.estimator.cli.RootCommand;
import org.stepcast.estimator.step.StepEstimate;
import picocli.CommandLine;

/** {@code stepcast search} as a user sees it. */
final class SearchCommandTest {

    private static final Path HOME = Path.of("..");
    private static final double ROUNDING_PERCENT = 1e-8;

    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String output, String errors) {

        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(output);
        }
    }

    private static Outcome run(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line = RootCommand.create(Forecaster.in(HOME));
        line.setOut(new PrintWriter(output));
        line.setErr(new PrintWriter(errors));
        int exitCode = line.execute(arguments);
        return new Outcome(exitCode, output.toString(), errors.toString());
    }

    private String job(String cluster, String rest) throws IOException {
        String text =
                "model: llama-2-7b\ncluster: " + cluster + "\nbatch: {sequence_length: 4096, global: 64}\n" + rest;
        return Files.writeString(folder.resolve("job.yml"), text).toString();
    }

    @Test
    void theBestPlanRunsAndTakesTheTimeThatWasPrinted() throws IOException {
        Path best = folder.resolve("best.yml");
        String job = job("{name: h100-sxm, gpu_count: 8}", "framework: {name: megatron-lm, year: 2024}\n");
        Outcome outcome = run("search", job, "--json", "--write", best.toString());

        assertThat(outcome.exitCode()).isZero();
        double printed = seconds(outcome.json().get("plans").get(0));
        StepEstimate predicted = Forecaster.in(HOME).predict(best);
        assertThat(predicted.stepSeconds().p50()).isCloseTo(printed, withinPercentage(ROUNDING_PERCENT));
        assertThat(run("memory", best.toString(), "--json").json().get("fits").asBoolean())
                .isTrue();
    }

    /** Every plan that is printed, of every framework, is written down, read back and predicted. */
    @ParameterizedTest
    @CsvSource({
        "megatron-lm, h100-sxm, 16",
        "generic, a100-sxm, 8",
        "torchtitan, h200-sxm, 16",
        "deepspeed, A100-SXM4-40GB, 8",
        "fsdp, L40S, 16",
        "gpt-neox, vista-gh200, 4",
    })
    void noPlanThatIsPrintedIsRefused(String framework, String cluster, int gpuCount) throws IOException {
        String job =
                job("{name: " + cluster + ", gpu_count: " + gpuCount + "}", "framework: {name: " + framework + "}\n");
        JsonNode found = run("search", job, "--json", "--top", "25").json();

        assertThat(found.get("plans")).hasSize(25);
        for (String list : List.of("plans", "pareto")) {
            for (JsonNode plan : found.get(list)) {
                runs(plan, framework);
            }
        }
    }

    /** JSON is YAML, so that sections can be copied as they are. */
    private void runs(JsonNode plan, String framework) throws IOException {
        String config = "model: llama-2-7b\ncluster: {name: "
                + plan.get("cluster").asText() + ", gpu_count: "
                + plan.get("gpus") + "}\nframework: {name: " + framework + "}\nparallel: " + plan.get("parallel")
                + "\nbatch: " + plan.get("batch") + "\nrecompute: " + plan.get("recompute") + "\noffload: "
                + plan.get("offload") + "\n";
        Path file = Files.writeString(folder.resolve("plan.yml"), config);
        JsonNode predicted = run("predict", file.toString(), "--json").json();
        assertThat(seconds(predicted)).as(config).isCloseTo(seconds(plan), withinPercentage(ROUNDING_PERCENT));
        assertThat(predicted.get("memory").get("fits").asBoolean()).as(config).isTrue();
    }

    private static double seconds(JsonNode document) {
        return document.get("stepTimeSeconds").get("p50").asDouble();
    }

    @Test
    void keptKeysStayAsTheyAre() throws IOException {
        String job = job("{name: h100-sxm, gpu_count: 8}", "parallel: {tensor: 4}\nrecompute: full\n");
        JsonNode found = run("search", job, "--json", "--keep", "parallel.tensor,recompute")
                .json();
        assertThat(found.get("plans")).allSatisfy(plan -> {
            assertThat(plan.get("parallel").get("tensor").asInt()).isEqualTo(4);
            assertThat(plan.get("recompute").asText()).isEqualTo("full");
        });
    }

    @Test
    void countsOfWhatIsPossibleAndWhatIsNotAddUp() throws IOException {
        JsonNode found = run("search", job("{name: h100-sxm, gpu_count: 8}", ""), "--json")
                .json();
        long refused = 0;
        for (JsonNode reason : found.get("pruned")) {
            refused += reason.get("candidates").asLong();
        }
        assertThat(found.get("feasible").asLong() + refused)
                .isEqualTo(found.get("candidates").asLong());
        assertThat(found.get("complete").asBoolean()).isTrue();
        assertThat(found.get("evaluatedPerSecond").asDouble()).isPositive();
    }

    @Test
    void severalClustersAndCountsCompeteByCost() throws IOException {
        String job = job("{name: h100-sxm, gpu_count: 8}", "framework: {name: fsdp}\n");
        JsonNode found = run(
                        "search",
                        job,
                        "--json",
                        "--gpus",
                        "8,16",
                        "--clusters",
                        "h100-sxm,a100-sxm",
                        "--objective",
                        "cost")
                .json();
        double least = Double.POSITIVE_INFINITY;
        for (JsonNode plan : found.get("pareto")) {
            least = Math.min(least, plan.get("costPerStep").get("usd").asDouble());
        }
        assertThat(found.get("plans").get(0).get("costPerStep").get("usd").asDouble())
                .isEqualTo(least);
    }

    @Test
    void whereNothingFitsTheNearestPlanAndTheFewestGpusAreNamed() throws IOException {
        String job = job("{name: L40S, gpu_count: 1}", "framework: {name: megatron-lm}\n");
        Outcome outcome = run("search", job, "--keep", "offload");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output())
                .contains("No plan fits.", "The nearest needs", "The fewest GPUs that would do are");
    }

    @Test
    void rulesOfThumbAreJudgedByTheModels() throws IOException {
        String job = job("{name: h100-sxm, gpu_count: 8}", "framework: {name: megatron-lm}\nrecompute: full\n");
        assertThat(run("search", job, "--explain").output())
                .contains("training calculator: tensor 8, pipeline 1", "ZeRO ladder: tensor 1, pipeline 1");
    }

    @ParameterizedTest
    @CsvSource({
        "--keep, parallel.tensors, parallel.tensor",
        "--objective, speed, gpu-hours",
        "--top, 0, at least 1",
        "--gpus, 0, at least 1",
        "--clusters, moon, Known",
    })
    void wrongOptionsEndWithOneMessageAndCode2(String option, String value, String part) throws IOException {
        Outcome outcome = run("search", job("{name: h100-sxm, gpu_count: 8}", ""), option, value);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errors()).contains(value, part).doesNotContain("\tat ");
    }
}

package org.stepcast.sampler.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.DatasetReader;
import org.stepcast.core.dataset.Sidecar;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.FakeBackend;
import org.stepcast.sampler.config.Axis;
import org.stepcast.sampler.config.Repeats;
import org.stepcast.sampler.config.SamplingConfig;
import org.stepcast.sampler.config.TargetGrid;
import org.stepcast.sampler.grid.Grid;
import org.stepcast.sampler.grid.Grid.Repetition;
import org.stepcast.sampler.grid.GridPlan;
import org.stepcast.sampler.grid.Part;
import org.stepcast.sampler.measure.MeasureRule;

final class KernelAgentTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
    private static final TargetGrid GELU = new TargetGrid(
            "gelu",
            List.of(
                    new Axis("mp", List.of("1")),
                    new Axis("b", List.of("1", "3")),
                    new Axis("l", List.of("16", "32")),
                    new Axis("dim", List.of("64"))));
    private static final SamplingConfig CONFIG =
            new SamplingConfig("gelu.yml", "abc", List.of(GELU), new Repeats(0, 1));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyShapeBecomesARowThatTheDatasetReads() {
        sample(new FakeBackend(operator -> false), Part.whole());

        Dataset dataset = new DatasetReader().read(folder);

        assertThat(dataset.faults()).isEmpty();
        assertThat(dataset.tables())
                .extracting(table -> table.pass() + " " + table.samples().size())
                .containsExactly("FORWARD 4", "BACKWARD 4");
        assertThat(dataset.tables().getFirst().samples())
                .allSatisfy(sample -> assertThat(sample.micros())
                        .isEqualTo(FakeBackend.micros(sample.operator(), Pass.FORWARD, Precision.FP32)));
    }

    @Test
    void eachRowHasTheConditionsOfItsLastPass() throws IOException {
        sample(new FakeBackend(operator -> false), Part.whole());

        assertThat(file("fp32.details.tsv"))
                .hasSize(1 + 4)
                .startsWith("mp\tb\tl\tdim\tcelsius\tpass", "1\t1\t16\t64\t60\tbackward");
    }

    @Test
    void whatFailsIsListedAndTheRestGoesOn() throws IOException {
        sample(
                new FakeBackend(operator -> operator instanceof Activation gelu && gelu.tokenCount() == 32),
                Part.whole());

        assertThat(file("fp32.csv")).hasSize(1 + 3);
        assertThat(file("fp32.failures.tsv"))
                .hasSize(1 + 1)
                .last()
                .asString()
                .startsWith("1x1x32x64\tout of memory: no room for gelu");
        Sidecar sidecar = Sidecar.read(folder.resolve("mine/operator/Fake-1t_gelu_fp32.yml"));
        assertThat(sidecar.plannedCount()).isEqualTo(4);
        assertThat(sidecar.measuredCount()).isEqualTo(3);
        assertThat(sidecar.failures()).hasSize(1);
        assertThat(sidecar.date()).isEqualTo("2026-01-02T12:00:00Z");
        assertThat(sidecar.environment()).containsEntry("threads", "1").containsEntry("launch_micros", "4.00");
    }

    @Test
    void aTornRowIsSampledAgainAndWholeOnesAreNot() throws IOException {
        sample(new FakeBackend(operator -> false), Part.whole());
        List<String> whole = file("fp32.csv");
        Path csv = folder.resolve("mine/operator/Fake-1t_gelu_fp32.csv");
        Files.writeString(
                csv,
                String.join("\n", whole.subList(0, 3)) + "\n" + whole.get(3).substring(0, 5));

        FakeBackend second = new FakeBackend(operator -> false);
        sample(second, Part.whole());

        assertThat(file("fp32.csv")).isEqualTo(whole);
        assertThat(second.prepared()).hasSize(2 * 2);
    }

    @Test
    void failedShapesAreNotTriedAgain() {
        sample(new FakeBackend(operator -> true), Part.whole());
        FakeBackend second = new FakeBackend(operator -> false);
        sample(second, Part.whole());

        assertThat(second.prepared()).isEmpty();
    }

    @Test
    void partsAreOneTableTogether() {
        sample(new FakeBackend(operator -> false), new Part(2, 1));
        sample(new FakeBackend(operator -> false), new Part(2, 2));

        assertThat(new DatasetReader().read(folder).tables())
                .extracting(table -> table.name() + " " + table.samples().size())
                .containsExactly("gelu 4", "gelu 4");
    }

    @Test
    void twoAgentsDoNotWriteOneFile() {
        try (SampleLog open = SampleLog.open(
                folder.resolve("mine/operator"),
                "Fake-1t_gelu_fp32",
                org.stepcast.core.dataset.SampleFormat.of("gelu", Precision.FP32)
                        .orElseThrow())) {
            assertThat(open.measuredCount()).isZero();
            assertThatThrownBy(() -> sample(new FakeBackend(operator -> false), Part.whole()))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("another process is writing it");
        }
    }

    @Test
    void aPrecisionThatNothingRunsInIsSaidAtOnce() {
        assertThatThrownBy(() -> agent(
                                new FakeBackend(operator -> false), Part.whole(), Precision.FP8, new AgentListener() {})
                        .run(CONFIG, List.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--precision (fp8)")
                .hasMessageContaining("fp8 is too small");
    }

    @Test
    void metricsCountShapes() throws IOException, InterruptedException {
        try (AgentMetrics metrics = AgentMetrics.serve(0)) {
            FakeBackend backend =
                    new FakeBackend(operator -> operator instanceof Activation gelu && gelu.tokenCount() == 32);
            agent(backend, Part.whole(), Precision.FP32, metrics).run(CONFIG, List.of(plan(Part.whole())));

            String text = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + metrics.port() + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();

            assertThat(text)
                    .contains("stepcast_shapes_done_total 3.0", "stepcast_shapes_failed_total 1.0")
                    .contains("stepcast_shape_seconds_count 3");
        }
    }

    private void sample(FakeBackend backend, Part part) {
        agent(backend, part, Precision.FP32, new AgentListener() {}).run(CONFIG, List.of(plan(part)));
    }

    private KernelAgent agent(FakeBackend backend, Part part, Precision precision, AgentListener listener) {
        MeasureRule once = new MeasureRule(0, 1, 1, 1, 1);
        AgentOptions options = new AgentOptions(
                folder.resolve("mine"), precision, part, once, Statistic.MEDIAN, AgentOptions.UNLIMITED);
        return new KernelAgent(backend, options, listener, NOON);
    }

    private static GridPlan plan(Part part) {
        return Grid.ofOperators(Precision.FP32, Long.MAX_VALUE, Repetition.LEFT_OUT)
                .plan(GELU)
                .of(part);
    }

    private List<String> file(String ending) throws IOException {
        return Files.readAllLines(folder.resolve("mine/operator/Fake-1t_gelu_" + ending));
    }
}

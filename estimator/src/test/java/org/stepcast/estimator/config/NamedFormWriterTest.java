package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamedFormWriterTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("presets")
    void presetsReadBackAsTheSame(String preset) throws IOException {
        readsBack(job("{preset: " + preset + "}"));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void fieldsOfEveryPresetReadBackAsTheSame(String preset) throws IOException {
        readsBack(job("{preset: " + preset + ", name: mine}"));
    }

    static List<String> presets() {
        return Presets.builtIn().names();
    }

    private static String job(String model) {
        return "model: " + model + """

                cluster: {name: h100-sxm, gpu_count: 8}
                batch: {sequence_length: 1024, global: 64}
                """;
    }

    @Test
    void everyKeyReadsBackAsTheSame() throws IOException {
        readsBack(NamedFormTest.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{tensor: 2, pipeline: 4, context: 2, data: 4, context_exchange: all_to_all}",
                "{tensor: 2, pipeline: 4, data: 8, count_embedding_as_layer: true, count_output_layer_as_layer: true}",
                "{tensor: 2, pipeline: 4, data: 8, virtual_stages: 2, schedule: interleaved_1f1b}",
                "{tensor: 2, pipeline: 4, data: 8, schedule: zero_bubble, overlap: {tensor: true}}",
                "{tensor: 2, pipeline: 4, data: 8, sharding: hsdp}",
            })
    void plansReadBackAsTheSame(String parallel) throws IOException {
        readsBack(NamedJob.with("{tensor: 2, pipeline: 4, data: 8}", parallel));
    }

    /** A folder, a device in its usual system, figures of a known and of an unknown device, and of a single device. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: perlmutter-a100",
                "name: L40S",
                "device: H200-SXM-141GB, network: {kind: ethernet, bandwidth: 12.5 GB/s}",
                "name: mine, node: {gpu_count: 8, link: {kind: pcie, bandwidth: 63.7 GB/s}}, low_confidence: [device.power],"
                        + " device: {name: Some GPU, memory: 95.3 GB, memory_bandwidth: 1792 GB/s, power: 600 W, sm_count: 188,"
                        + " price_per_hour: {low_usd: 1.5, high_usd: 2}, peak: {bf16: 468.123 TFLOPS}}",
            })
    void clustersGiveTheSameFigures(String cluster) throws IOException {
        String text = NamedJob.with("name: h100-sxm, gpu_count: 64", cluster + ", gpu_count: 64");
        TrainingConfig job = read(text);
        TrainingConfig again = read(writer().text(job));
        assertThat(again.samples()).isEqualTo(job.samples());
        assertThat(again.cluster())
                .usingRecursiveComparison()
                .ignoringFields("provenance.estimatedFields", "device.provenance")
                .isEqualTo(job.cluster());
    }

    private static NamedFormWriter writer() {
        return new NamedFormWriter(TestOptions.builtIn());
    }

    private void readsBack(String text) throws IOException {
        TrainingConfig job = read(text);
        assertThat(read(writer().text(job))).isEqualTo(job);
    }

    private TrainingConfig read(String text) throws IOException {
        return TestOptions.reader().read(Files.writeString(folder.resolve("job.yml"), text));
    }
}

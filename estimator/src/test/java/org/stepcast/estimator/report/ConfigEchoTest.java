package org.stepcast.estimator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.ConfigReader;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.ReadOptions;
import org.stepcast.estimator.config.TrainingConfig;

/** The report echoes every value that was used. */
final class ConfigEchoTest {

    private static final String REST = """
            parallel: {tensor: 2, pipeline: 2, overlap: {gradient_reduce: true}}
            batch: {sequence_length: 4096, global: 64}
            calibration: {factor: 1.05, source: a log}
            run: {tokens: 1.0T, gpu_hour_usd: 2}
            """;

    private static final String DENSE = """
            model: {layers: 12, hidden_size: 2048, heads: 16, kv_heads: 4, vocabulary_size: 50000, vocabulary_multiple: 64,
                    positions: learned, position_count: 8192, query_key_norm: true}
            """;

    private static final String SPARSE = """
            model: {layers: 12, hidden_size: 2048, heads: 16, feed_forward_size: 8192, vocabulary_size: 50000, attention_window: 1024,
                    latent_attention: {query_rank: 512, kv_rank: 256, head_size: 128, rotary_head_size: 64, value_head_size: 128},
                    moe: {experts: 8, top_k: 2, hidden_size: 1024, shared_size: 2048, dense_layers: 1, capacity_factor: 1.25}}
            """;

    private static final String FIGURES = """
            cluster: {gpu_count: 16, name: own, source: a table, node: {gpu_count: 8, link: {kind: pcie, bandwidth: 60 GB/s}},
                      network: {bandwidth: 50 GB/s, latency: 5 us, kind: infiniband},
                      device: {name: Own, memory: 96 GB, memory_bandwidth: 1792 GB/s, sm_count: 188, power: 600 W, peak: {bf16: 468 TFLOPS}}}
            """;

    /** What no estimate depends on, and what follows from other values. */
    private static final List<String> NOT_ECHOED = List.of(
            ".cluster.name.", // by its own keys
            ".cluster.samples", // credits of their authors
            ".cluster.device.aliases",
            ".cluster.device.peerLink.latencyMicros", // the node's link tells its own
            ".cluster.device.hostLink.latencyMicros",
            ".cluster.device.price",
            ".cluster.device.provenance",
            ".cluster.provenance",
            ".model.experts.expert.activation", // that of all MLPs
            ".model.experts.shared.mlp.activation",
            ".run.rampUp",
            ".published");

    @TempDir
    private Path folder;

    private TrainingConfig config(String text) throws IOException {
        return new ConfigReader(new ReadOptions(List.of(), DeviceTable.builtIn(), Presets.builtIn(), Path.of("")))
                .read(Files.writeString(folder.resolve("job.yml"), text));
    }

    @ParameterizedTest
    @ValueSource(strings = {DENSE + FIGURES + REST, SPARSE + FIGURES + REST})
    void everyComponentOfEveryRecordShows(String text) throws IOException {
        TrainingConfig config = config(text);
        String echo = new Json().write(ConfigEcho.of(config));
        List<String> silent = new ArrayList<>();
        Map<String, Object> mutations = Mutations.of(config);
        mutations.forEach((path, other) -> {
            boolean known = NOT_ECHOED.stream().anyMatch(path::startsWith);
            if (!known
                    && new Json().write(ConfigEcho.of((TrainingConfig) other)).equals(echo)) {
                silent.add(path);
            }
        });
        assertThat(silent).isEmpty();
        assertThat(mutations).hasSizeGreaterThan(50);
    }

    @Test
    void defaultsAreToldToo() throws IOException {
        assertThat(ConfigEcho.of(config("""
                model: llama-2-7b
                cluster: {name: h100-sxm, gpu_count: 8}
                batch: {sequence_length: 4096, global: 64}
                """)).toString())
                .contains(
                        "moe=none",
                        "latent_attention=none",
                        "attention_window=none",
                        "context_exchange=ring",
                        "expert=1",
                        "fused_loss=by framework",
                        "cuda_graphs=false",
                        "expert_dispatch=by framework",
                        "layers_per_stage=even",
                        "calibration=none",
                        "virtual_stages=1",
                        "offload=none");
    }
}

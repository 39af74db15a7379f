package org.stepcast.core.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Precision;

final class ClusterReaderTest {

    private static final String COMPLETE = """
            name: my-cluster
            device: {name: NVIDIA Example 1, memory: 96 GB, memory_bandwidth: 1792 GB/s, l2: 128 MiB, sm_count: 188, power: 600 W,
                     nvlink: 100 GB/s, pcie: 63 GB/s,
                     peak: {fp32: 117 TFLOPS, tf32: 234 TFLOPS, fp16: 468 TFLOPS, bf16: 468 TFLOPS, fp8: 936 TFLOPS}}
            node: {gpu_count: 8, link: {kind: pcie, bandwidth: 64 GB/s, latency: 2 us}}
            network: {bandwidth: 50 GB/s, latency: 5 us, kind: infiniband}
            source: vendor datasheet, 2025
            low_confidence: [device.power]
            data:
              - {samples: GEMM, source: our own runs, licence: Apache-2.0}
            """;

    private static final ClusterReader READER = new ClusterReader(DeviceTable.builtIn());

    @TempDir
    private Path folder;

    @Test
    void readsEveryFigureInItsUnit() throws IOException {
        Cluster cluster = read(COMPLETE);
        Device device = cluster.device();
        assertThat(cluster.name()).isEqualTo("my-cluster");
        assertThat(device.memoryBytes()).isEqualTo(96 * 1_000_000_000L);
        assertThat(device.memoryBytesPerSecond()).isEqualTo(1792e9);
        assertThat(device.l2Bytes()).isEqualTo(128L << 20);
        assertThat(device.multiprocessorCount()).isEqualTo(188);
        assertThat(device.powerWatts()).isEqualTo(600);
        assertThat(device.peakFlopsPerSecond(Precision.FP8)).isEqualTo(936e12);
        assertThat(cluster.node()).isEqualTo(new Node(8, new Link(LinkKind.PCIE, 64e9, 2)));
        assertThat(cluster.network()).isEqualTo(new Network(NetworkKind.INFINIBAND, 50e9, 5));
        assertThat(cluster.provenance().source()).isEqualTo("vendor datasheet, 2025");
        assertThat(cluster.provenance().lowConfidenceFields()).containsExactly("device.power");
        assertThat(cluster.samples()).containsExactly(new SampleCredit("GEMM", "our own runs", "Apache-2.0"));
    }

    @Test
    void estimatesNothingWhereEverythingIsGiven() throws IOException {
        assertThat(read(COMPLETE).provenance().estimatedFields()).isEmpty();
    }

    @Test
    void aDeviceByNameComesFromTheTable() throws IOException {
        Cluster cluster = read("{name: c, device: h100_sxm, node: {gpu_count: 8}, network: {kind: none}}");
        assertThat(cluster.device()).isEqualTo(DeviceTable.builtIn().named("H100-SXM5-80GB"));
        assertThat(cluster.node().link()).isEqualTo(cluster.device().peerLink());
        assertThat(cluster.network().exists()).isFalse();
        assertThat(cluster.provenance().estimatedFields()).isEmpty();
    }

    @Test
    void aKnownDeviceKeepsWhatTheFileDoesNotOverride() throws IOException {
        Device table = DeviceTable.builtIn().named("A100-SXM4-80GB");
        Device device =
                read("{name: c, device: {name: A100-SXM4-80GB, power: 300 W}}").device();
        assertThat(device.powerWatts()).isEqualTo(300);
        assertThat(device.memoryBytes()).isEqualTo(table.memoryBytes());
        assertThat(device.provenance().source()).endsWith(table.provenance().source());
    }

    @Test
    void missingFiguresComeFromTheNearestDevice() throws IOException {
        Cluster cluster = read("""
                name: twice-an-h100
                device: {name: Unheard, memory: 80 GiB, memory_bandwidth: 3350 GB/s, peak: {bf16: 1978 TFLOPS}}
                """);
        Device device = cluster.device();
        assertThat(device.peakFlopsPerSecond(Precision.FP16)).isEqualTo(2 * 989e12);
        assertThat(device.peakFlopsPerSecond(Precision.TF32)).isEqualTo(2 * 494.5e12);
        assertThat(device.supports(Precision.FP8)).isFalse();
        assertThat(device.multiprocessorCount()).isEqualTo(2 * 132);
        assertThat(device.l2Bytes()).isEqualTo(50L << 20);
        assertThat(cluster.node().deviceCount()).isEqualTo(8);
        assertThat(cluster.network().bytesPerSecond()).isEqualTo(50e9);
    }

    @Test
    void everyEstimateIsListedWithItsReason() throws IOException {
        Cluster cluster = read("{name: c, device: {name: Unheard, memory: 80 GiB, peak: {bf16: 989 TFLOPS}}}");
        assertThat(cluster.provenance().estimatedFields())
                .extracting(Estimate::field)
                .containsExactlyInAnyOrder(
                        "device.memory_bandwidth",
                        "device.l2",
                        "device.sm_count",
                        "device.power",
                        "device.pcie",
                        "node.link",
                        "device.peak.fp16",
                        "device.peak.tf32",
                        "device.peak.fp32",
                        "node.gpu_count",
                        "network");
        assertThat(cluster.provenance().estimatedFields())
                .contains(new Estimate("node.gpu_count", "8, as DGX H100"))
                .contains(new Estimate("device.power", "700 W, as H100-SXM5-80GB, the nearest known device"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{device: H100}                                  | name is missing.",
                "{name: c}                                       | device is missing.",
                "{name: c, device: H1000-SXM5}                   | device (H1000-SXM5) is not in the table of devices.",
                "{name: c, device: {name: X}}                    | device.peak (not given) must name at least one precision.",
                "{name: c, device: H100, gpus: 8}                | gpus (8) is not a known key.",
                "{name: c, device: H100, netwrok: {}}            | Maybe network is meant.",
                "{name: c, device: {name: H100, memory: 80}}     | device.memory (80) must be a number with a unit",
                "{name: c, device: {name: H100, memory: 80 GW}}  | device.memory (80 GW) must be a number with a unit",
                "{name: c, device: {name: H100, power: -5 W}}    | device.power (-5 W) must be a number with a unit",
                "{name: c, device: {name: H100, peak: {int8: 1 TFLOPS}}} | device.peak.int8 (1 TFLOPS) is not a known key.",
                "{name: c, device: H100, node: {gpu_count: 0}}   | node.gpu_count (0) must be a whole number from 1 up.",
                "{name: c, device: H100, node: {gpu_count: two}} | node.gpu_count (two) must be a whole number from 1 up.",
                "{name: c, device: H100, node: 8}                | node (8) must be a mapping.",
                "{name: c, device: T4, node: {link: {kind: nvlink}}} | node.link.kind (nvlink) is not a link that T4-16GB has.",
                "{name: c, device: T4, node: {link: {kind: cxl}}} | node.link.kind (cxl) must be one of nvlink, infinity_fabric, pcie.",
                "{name: c, device: T4, network: {kind: string}}  | network.kind (string) must be one of infiniband, roce,",
                "{name: c, device: T4, data: [{samples: GEMM}]}  | data[0].licence is missing.",
                "{name: c, device: T4, data: none}               | data (none) must be a list of mappings.",
                "[1, 2]                                          | must hold a mapping of keys to values.",
                "{name: c                                        | line 1:",
            })
    void wrongFilesAreExplained(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("cluster.yml: ")
                .hasMessageContaining(message);
    }

    @Test
    void allFaultsAreReportedAtOnceAndEachOnce() {
        String text = "{device: {name: X, memory: 80, peak: {bf16: 1}}, node: {gpu_count: x}, speed: 3}";
        assertThatThrownBy(() -> read(text))
                .hasMessageContaining("name is missing")
                .hasMessageContaining("device.memory (80)")
                .hasMessageContaining("device.peak.bf16 (1)")
                .hasMessageContaining("node.gpu_count (x)")
                .hasMessageContaining("speed (3)")
                .message()
                .satisfies(message ->
                        assertThat(message.split("device.memory \\(80\\)")).hasSize(2));
    }

    private Cluster read(String text) throws IOException {
        return READER.read(Files.writeString(folder.resolve("cluster.yml"), text));
    }
}

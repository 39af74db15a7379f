package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.hardware.Estimate;

final class KnownClustersTest {

    private static final DeviceTable DEVICES = DeviceTable.builtIn();
    private static final String MINE = """
            name: mine
            published_name: Mine
            device: H100-SXM5-80GB
            node: {gpu_count: 4}
            network: {kind: infiniband, bandwidth: 50 GB/s}
            """;

    @TempDir
    private Path folder;

    @Test
    void theBuiltInClustersAreThere() {
        assertThat(TestOptions.builtIn().clusters().names())
                .contains("a100-sxm", "b200-sxm", "h100-sxm", "h200-sxm", "l40s", "perlmutter-a100", "vista-gh200");
    }

    @Test
    void aFolderWithACatalogueHasSamples() throws IOException {
        write("roots/mine", MINE);
        Path cluster =
                Files.createDirectories(folder.resolve("roots/mine/catalogue")).resolveSibling("");
        assertThat(clusters("roots").find("mine").orElseThrow().samples())
                .isEqualTo(new SampleSource.Catalogue(cluster.toAbsolutePath().normalize()));
    }

    @Test
    void aFolderWithoutACatalogueHasFiguresOnly() throws IOException {
        write("roots/mine", MINE);
        assertThat(clusters("roots").find("mine").orElseThrow().samples()).isEqualTo(new SampleSource.FiguresOnly());
    }

    @Test
    void theFirstRootThatHasANameWins() throws IOException {
        write("first/mine", MINE);
        write("second/mine", MINE.replace("gpu_count: 4", "gpu_count: 8"));
        assertThat(clusters("absent", "first", "second")
                        .find("mine")
                        .orElseThrow()
                        .cluster()
                        .node()
                        .deviceCount())
                .isEqualTo(4);
    }

    @Test
    void aDeviceStandsForItsUsualSystem() {
        Cluster cluster = clusters("absent").find("H100").orElseThrow().cluster();
        assertThat(cluster.device()).isEqualTo(DEVICES.named("H100-SXM5-80GB"));
        assertThat(cluster.node())
                .isEqualTo(DEVICES.usualSystem(cluster.device()).node());
        assertThat(cluster.provenance().estimatedFields())
                .extracting(Estimate::field)
                .containsExactly("node", "network");
    }

    @Test
    void publishedSamplesNameACluster() throws IOException {
        write("roots/mine", MINE);
        KnownClusters clusters = clusters("roots");
        assertThat(clusters.publishedNames()).containsExactly("Mine");
        assertThat(clusters.publishedAs("Mine", DEVICES.named("H100"))).isPresent();
        assertThat(clusters.publishedAs("Mine", DEVICES.named("A100"))).isEmpty();
        assertThat(clusters.publishedAs("Yours", DEVICES.named("H100"))).isEmpty();
    }

    @Test
    void aJobMayNameAFileOrItsFolder() throws IOException {
        write("clusters/mine", MINE);
        assertThat(job("{name: clusters/mine/cluster.yml}").name()).isEqualTo("mine");
        assertThat(job("{name: clusters/mine}").name()).isEqualTo("mine");
    }

    @Test
    void aJobMayGiveFigures() throws IOException {
        Cluster cluster = job("{name: lab, device: A100-SXM4-80GB, node: {gpu_count: 2}, network: {kind: none}}");
        assertThat(cluster.name()).isEqualTo("lab");
        assertThat(cluster.node().deviceCount()).isEqualTo(2);
        assertThat(job("{device: A100-SXM4-80GB}").name()).isEqualTo("inline");
    }

    private Cluster job(String cluster) throws IOException {
        String text = "model: gpt2\ncluster: " + cluster + "\nbatch: {global: 1, sequence_length: 1024}\n";
        return TestOptions.reader()
                .read(Files.writeString(folder.resolve("job.yml"), text))
                .cluster();
    }

    private void write(String cluster, String text) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(cluster)).resolve("cluster.yml"), text);
    }

    private KnownClusters clusters(String... roots) {
        return new KnownClusters(List.of(roots).stream().map(folder::resolve).toList(), DEVICES);
    }
}

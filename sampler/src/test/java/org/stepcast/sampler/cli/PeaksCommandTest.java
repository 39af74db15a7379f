package org.stepcast.sampler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.error.NotCoveredException;
import picocli.CommandLine;

/** Which device samples are held against; the table itself is tested with the agent. */
final class PeaksCommandTest {

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void sample() throws IOException {
        Path operators = Files.createDirectories(folder.resolve("operator"));
        // 2 * 8192^3 FLOPs at the 989 TFLOP/s of an H200 take 1111.7 us.
        Files.writeString(operators.resolve("NVIDIAH200_gemm_bf16.csv"), "m,n,k,dur(us)\n8192,8192,8192,2223.4\n");
    }

    @Test
    void theDeviceIsThatOfTheFiles() {
        assertThat(printed()).contains("| 1 | 50 % | 50 % | 494.5 TFLOPS |", "Peaks of H200-SXM-141GB: ");
    }

    @Test
    void aDescribedClusterCountsBeforeTheFiles() throws IOException {
        Files.writeString(folder.resolve("cluster.yml"), """
                name: other
                device: A100-SXM4-80GB
                node: {gpu_count: 8, link: {kind: nvlink, bandwidth: 300 GB/s}}
                network: {kind: infiniband, bandwidth: 25 GB/s}
                source: this test
                """);

        assertThat(printed()).contains("Peaks of A100-SXM4-80GB: ");
        assertThat(printed("--device", "H200")).contains("Peaks of H200-SXM-141GB: ");
    }

    @Test
    void anUnknownDeviceIsNamed() {
        assertThatThrownBy(() -> printed("--device", "H2000"))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("device (H2000)");
    }

    private String printed(String... options) {
        PeaksCommand command = new PeaksCommand();
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(command).setOut(new PrintWriter(out));
        line.parseArgs(
                options.length == 0
                        ? new String[] {folder.toString()}
                        : new String[] {folder.toString(), options[0], options[1]});
        command.call();
        return out.toString();
    }
}

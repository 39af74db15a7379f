package org.stepcast.sampler.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The archive is unpacked and run with nothing in its environment: no Java, no PATH. */
@TestInstance(Lifecycle.PER_CLASS)
final class BundleIT {

    private Path folder = Path.of("");
    private long bytes;

    @BeforeAll
    void unpack(@TempDir Path temporary) throws Exception {
        folder = temporary;
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isBlank())
                .map(Path::of)
                .filter(entry -> !entry.endsWith("test-classes"))
                .toList();
        Path configs = Files.createDirectories(folder.resolve("configs"));
        Files.writeString(configs.resolve("small.yml"), """
                sample:
                  - operators: [gemm]
                    m: [64, 128]
                    n: [256]
                    k: [512]
                """);
        Path archive = folder.resolve("out/sampler.tar.gz");
        bytes = new Bundle(classPath, configs).write(archive);
        Process tar = new ProcessBuilder("tar", "-C", folder.toString(), "-xzf", archive.toString()).start();
        assertThat(tar.waitFor()).isZero();
    }

    @Test
    void itIsSmallAndLeavesNothingElseBehind() throws IOException {
        assertThat(bytes).isLessThan(64L << 20);
        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void plansWithoutAnEnvironment() throws Exception {
        Ran ran = run("plan", "configs/small.yml", "--precision", "bf16");

        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(ran.output()).contains("gemm");
    }

    @Test
    void sayInOneSentenceThatThereIsNoGpu() throws Exception {
        assertThat(run("verify").output())
                .satisfiesAnyOf(
                        text -> assertThat(text).startsWith("No NVIDIA GPU can be used here: "),
                        text -> assertThat(text).contains("TFLOP/s"));
    }

    private record Ran(int code, String output) {}

    private Ran run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("./sampler"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.resolve("stepcast-sampler").toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}

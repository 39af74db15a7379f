package org.stepcast.sampler.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.DatasetReader;

/** {@code sampler collect} in real processes, told their ranks as torchrun does. */
final class CollectIT {

    private static final String EVERY_COLLECTIVE = """
            sample:
              - operators: [allreduce, allgather, reducescatter, alltoall, broadcast, p2p]
                shape: [12, 1200]
            repeats: {warm_up: 0, measured: 1}
            """;

    private static final String MANY_MESSAGES = """
            sample:
              - operators: [allreduce]
                shape: {from: 1000, to: 24000, plus: 1000}
            repeats: {warm_up: 0, measured: 30}
            """;

    private static final int USER_ERROR = 2;
    private static final int ROWS_BEFORE_KILL = 3;

    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void endRanks() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void fourRanksOnTwoNodesCollectEveryCollective() throws Exception {
        List<Process> ranks = launch(EVERY_COLLECTIVE, 4, 2);

        assertThat(exitCodes(ranks)).as(messages(4)).containsOnly(0);
        Dataset dataset = new DatasetReader().read(folder.resolve("data"));
        assertThat(dataset.faults()).isEmpty();
        assertThat(dataset.tables())
                .extracting(table -> table.name() + " " + table.samples().size())
                .containsExactlyInAnyOrder(
                        "allreduce_2_2 2",
                        "allgather_2_2 2",
                        "reducescatter_2_2 2",
                        "alltoall_2_2 2",
                        "broadcast_2_2 2",
                        "p2p_2_2 2");
        try (Stream<Path> files = Files.list(folder.resolve("data/nccl"))) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".failures.tsv"));
        }
    }

    @Test
    void aKilledRankIsNamedAndTheNextLaunchGoesOn() throws Exception {
        List<Process> ranks = launch(MANY_MESSAGES, 2, 2);
        awaitRows(ROWS_BEFORE_KILL);
        ranks.get(1).destroyForcibly();
        assertThat(ranks.get(0).waitFor()).as(messages(2)).isEqualTo(USER_ERROR);
        assertThat(Files.readString(log(0))).contains("rank 1 (", "was lost").doesNotContain("\tat ");
        int rowCount = rows().size();
        assertThat(rowCount).isLessThan(24);

        ranks = launch(MANY_MESSAGES, 2, 2);
        awaitRows(rowCount + 1);
        ranks.get(0).destroyForcibly();
        assertThat(ranks.get(1).waitFor()).as(messages(2)).isEqualTo(USER_ERROR);
        assertThat(Files.readString(log(1))).contains("rank 0 at 127.0.0.1").doesNotContain("\tat ");

        assertThat(exitCodes(launch(MANY_MESSAGES, 2, 2))).as(messages(2)).containsOnly(0);
        List<String> shapes = rows().stream().map(row -> row.split(",", -1)[0]).toList();
        assertThat(shapes).hasSize(24);
        assertThat(new HashSet<>(shapes)).hasSize(24);
    }

    private List<Process> launch(String config, int rankCount, int ranksPerNodeCount) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yml"), config);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<Process> ranks = new ArrayList<>();
        for (int rank = 0; rank < rankCount; rank++) {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Sampler.class.getName(),
                    "collect",
                    file.toString(),
                    "--precision=fp32",
                    "--out=" + folder.resolve("data"));
            builder.environment()
                    .putAll(Map.of(
                            "RANK", Integer.toString(rank),
                            "WORLD_SIZE", Integer.toString(rankCount),
                            "LOCAL_RANK", Integer.toString(rank % ranksPerNodeCount),
                            "LOCAL_WORLD_SIZE", Integer.toString(ranksPerNodeCount),
                            "MASTER_ADDR", "127.0.0.1",
                            "MASTER_PORT", Integer.toString(port)));
            ranks.add(builder.redirectErrorStream(true)
                    .redirectOutput(log(rank).toFile())
                    .start());
        }
        processes.addAll(ranks);
        return ranks;
    }

    private static List<Integer> exitCodes(List<Process> ranks) throws InterruptedException {
        List<Integer> codes = new ArrayList<>();
        for (Process rank : ranks) {
            codes.add(rank.waitFor());
        }
        return codes;
    }

    private void awaitRows(int count) throws Exception {
        while (rows().size() < count) {
            assertThat(processes.getLast().isAlive()).as(messages(2)).isTrue();
            Thread.sleep(20);
        }
    }

    private List<String> rows() throws IOException {
        Path nccl = folder.resolve("data/nccl");
        if (!Files.isDirectory(nccl)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(nccl)) {
            List<Path> samples =
                    files.filter(file -> file.toString().endsWith(".csv")).toList();
            return samples.isEmpty()
                    ? List.of()
                    : Files.readAllLines(samples.getFirst()).stream().skip(1).toList();
        }
    }

    private Path log(int rank) {
        return folder.resolve("rank" + rank + ".log");
    }

    private String messages(int rankCount) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int rank = 0; rank < rankCount; rank++) {
            text.append(Files.readString(log(rank)));
        }
        return text.toString();
    }
}

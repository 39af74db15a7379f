package org.stepcast.sampler.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.dataset.Dataset;
import org.stepcast.core.dataset.DatasetReader;
import org.stepcast.core.dataset.Sidecar;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.FakeCollectives;
import org.stepcast.sampler.config.Axis;
import org.stepcast.sampler.config.Repeats;
import org.stepcast.sampler.config.SamplingConfig;
import org.stepcast.sampler.config.TargetGrid;
import org.stepcast.sampler.grid.Grid;
import org.stepcast.sampler.grid.GridPlan;
import org.stepcast.sampler.grid.Part;
import org.stepcast.sampler.launch.Launcher;
import org.stepcast.sampler.launch.RankPlace;
import org.stepcast.sampler.launch.Rendezvous;
import org.stepcast.sampler.measure.MeasureRule;

/** Two nodes of two ranks each; the ranks are threads. */
final class CollectiveAgentTest {

    private static final int RANK_COUNT = 4;
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
    private static final SamplingConfig CONFIG = config("abc");
    private static final Collective LARGEST =
            new Collective(CollectiveKind.ALL_GATHER, 4096 * 2 * RANK_COUNT, new GroupShape(2, 2));

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<FakeCollectives> backends = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    CollectiveAgentTest() {
        for (int rank = 0; rank < RANK_COUNT; rank++) {
            backends.add(new FakeCollectives(rank, RANK_COUNT));
        }
    }

    @AfterEach
    void endRanks() {
        threads.shutdownNow();
    }

    @Test
    void theSlowestRankGivesTheTimeInThePublishedLayout() throws Exception {
        assertThat(collect(CONFIG)).containsOnly("done");

        Dataset dataset = new DatasetReader().read(folder);
        assertThat(dataset.faults()).isEmpty();
        assertThat(dataset.tables())
                .extracting(table -> Path.of(table.file()).getFileName() + " "
                        + table.samples().size())
                .containsExactly("Fake-1t_allgather_fp16_2_2.csv 2", "Fake-1t_p2p_fp16_2_2.csv 3");
        assertThat(dataset.tables())
                .allSatisfy(table -> assertThat(table.samples())
                        .allSatisfy(sample -> assertThat(sample.micros())
                                .isEqualTo(FakeCollectives.micros((Collective) sample.operator(), RANK_COUNT - 1))));
        assertThat(dataset.tables().getFirst().samples().getLast().operator()).isEqualTo(LARGEST);
    }

    @Test
    void theSidecarTellsWhatWasPlannedAndMeasured() throws Exception {
        collect(CONFIG);

        Sidecar sidecar = Sidecar.read(file("Fake-1t_p2p_fp16_2_2.yml"));
        assertThat(sidecar.configurationHash()).isEqualTo("abc");
        assertThat(sidecar.plannedCount()).isEqualTo(3);
        assertThat(sidecar.measuredCount()).isEqualTo(3);
    }

    @Test
    void theBandwidthsOfEachRowAreThoseOfNcclTests() throws Exception {
        collect(CONFIG);

        double micros = FakeCollectives.micros(LARGEST, RANK_COUNT - 1);
        double gigabytesPerSecond = 4096 * 2 * RANK_COUNT / micros / 1e3;
        assertThat(file("Fake-1t_allgather_fp16_2_2.details.tsv"))
                .content()
                .startsWith("shape\tnodes\tGPUsPerNode\talgbw_gb_per_s\tbusbw_gb_per_s\n1024\t2\t2\t")
                .endsWith(String.format(
                        Locale.ROOT, "4096\t2\t2\t%.4f\t%.4f\n", gigabytesPerSecond, gigabytesPerSecond * 3 / 4));
    }

    @Test
    void whatWasSampledBeforeIsNotSampledAgain() throws Exception {
        collect(CONFIG);
        Path file = file("Fake-1t_allgather_fp16_2_2.csv");
        String all = Files.readString(file);
        Files.writeString(file, all.substring(0, all.lastIndexOf("4096") + 3));
        backends.forEach(backend -> backend.prepared().clear());

        assertThat(collect(CONFIG)).containsOnly("done");

        assertThat(file).hasContent(all);
        assertThat(backends)
                .allSatisfy(backend -> assertThat(backend.prepared()).containsExactly(LARGEST));
    }

    @Test
    void whatOneRankRefusesFailsOnAllAndTheRestGoesOn() throws Exception {
        backends.get(2).refusing(LARGEST::equals);

        assertThat(collect(CONFIG)).containsOnly("done");

        assertThat(file("Fake-1t_allgather_fp16_2_2.failures.tsv"))
                .content()
                .contains("4096x2x2\tout of memory: rank 2: no room");
        assertThat(Files.readAllLines(file("Fake-1t_p2p_fp16_2_2.csv"))).hasSize(1 + 3);
        assertThat(backends).allMatch(backend -> backend.openCount() == 0);
    }

    @Test
    void wrongValuesAreNoSample() throws Exception {
        backends.get(1).wrongFor(LARGEST::equals);
        backends.get(3).wrongFor(LARGEST::equals);

        assertThat(collect(CONFIG)).containsOnly("done");

        assertThat(file("Fake-1t_allgather_fp16_2_2.failures.tsv")).content().contains("wrong values on ranks [1, 3]");
        assertThat(Files.readAllLines(file("Fake-1t_allgather_fp16_2_2.csv"))).hasSize(1 + 1);
    }

    @Test
    void aRankThatLosesTheOthersEndsThemAllAndKeepsTheRows() throws Exception {
        backends.get(3).breakingAt(LARGEST::equals);

        assertThat(collect(CONFIG))
                .allSatisfy(outcome -> assertThat(outcome).contains("rank 3: connection reset by peer"));

        assertThat(Files.readAllLines(file("Fake-1t_allgather_fp16_2_2.csv"))).hasSize(1 + 1);
    }

    @Test
    void anotherConfigurationOnOneRankIsToldToAll() throws Exception {
        List<String> outcomes = collect(CONFIG, CONFIG, config("def"), CONFIG);

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).contains("rank 2 has another configuration"));
    }

    @Test
    void anUnwritableFolderEndsAllRanksWithItsReason() throws Exception {
        Files.writeString(folder.resolve("nccl"), "in the way");

        List<String> outcomes = collect(CONFIG);

        assertThat(outcomes.getFirst()).contains("cannot be made");
        assertThat(outcomes.subList(1, RANK_COUNT))
                .allSatisfy(outcome -> assertThat(outcome).contains("rank 0 (", "cannot be made"));
    }

    private Path file(String name) {
        return folder.resolve("nccl").resolve(name);
    }

    private List<String> collect(SamplingConfig everywhere) throws Exception {
        return collect(everywhere, everywhere, everywhere, everywhere);
    }

    /** What became of each rank: done, or the message of its failure. */
    private List<String> collect(SamplingConfig... configs) throws Exception {
        InetSocketAddress master;
        try (ServerSocket free = new ServerSocket(0)) {
            master = InetSocketAddress.createUnresolved("127.0.0.1", free.getLocalPort());
        }
        List<Future<String>> outcomes = new ArrayList<>();
        for (int rank = 0; rank < RANK_COUNT; rank++) {
            RankPlace place = new RankPlace(Launcher.FLAGS, rank, RANK_COUNT, rank % 2, 2, master);
            FakeCollectives backend = backends.get(rank);
            SamplingConfig config = configs[rank];
            outcomes.add(threads.submit(() -> outcome(place, backend, config)));
        }
        List<String> texts = new ArrayList<>();
        for (Future<String> outcome : outcomes) {
            texts.add(outcome.get());
        }
        return texts;
    }

    private String outcome(RankPlace place, FakeCollectives backend, SamplingConfig config) {
        AgentOptions options = new AgentOptions(
                folder,
                Precision.FP16,
                Part.whole(),
                new MeasureRule(0, 1, 1, 1, 1),
                Statistic.MEDIAN,
                AgentOptions.UNLIMITED);
        Grid grid = Grid.ofCollectives(Precision.FP16, Long.MAX_VALUE, 2, 2);
        List<GridPlan> plans = config.targets().stream().map(grid::plan).toList();
        try (Rendezvous ranks = Rendezvous.join(place, Duration.ofSeconds(20))) {
            new CollectiveAgent(backend, ranks, options, new AgentListener() {}, NOON).run(config, plans);
            return "done";
        } catch (RuntimeException failed) {
            return String.valueOf(failed.getMessage());
        }
    }

    private static SamplingConfig config(String sha256) {
        TargetGrid gather = new TargetGrid("allgather", List.of(new Axis("shape", List.of("1024", "4096"))));
        TargetGrid send = new TargetGrid("p2p", List.of(new Axis("shape", List.of("1", "10", "100"))));
        return new SamplingConfig("collectives.yml", sha256, List.of(gather, send), new Repeats(0, 1));
    }
}

package org.stepcast.sampler.backend.gloo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.stepcast.sampler.backend.Meeting;
import org.stepcast.sampler.backend.ThreadMeeting;

/** The ranks are threads here; their side-cars are processes, as always. */
@TestInstance(Lifecycle.PER_CLASS)
final class GlooBridgeTest {

    private static final int RANK_COUNT = 2;
    private static final int VALUE_COUNT = 100_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private List<GlooBridge> bridges = List.of();

    @BeforeAll
    void startOnce() throws Exception {
        List<Meeting> meetings = ThreadMeeting.of(RANK_COUNT);
        bridges = onRanks(rank -> () -> GlooBridge.start(meetings.get(rank), VALUE_COUNT, Duration.ofSeconds(60)));
    }

    @AfterAll
    void endRanks() {
        bridges.forEach(GlooBridge::close);
        threads.shutdownNow();
    }

    @Test
    void everyRankGetsTheSumsAsOftenAsItAsks() throws Exception {
        for (int round = 1; round <= 3; round++) {
            int factor = round;
            List<Double> micros = onRanks(rank -> () -> {
                FloatBuffer values = bridges.get(rank).values();
                for (int i = 0; i < VALUE_COUNT; i++) {
                    values.put(i, factor * (rank + 1) * (i % 100));
                }
                return bridges.get(rank).sumMicros(VALUE_COUNT);
            });

            assertThat(micros).allMatch(time -> time > 0);
            for (GlooBridge bridge : bridges) {
                assertThat(IntStream.range(0, VALUE_COUNT))
                        .allMatch(i -> bridge.values().get(i) == factor * (1 + 2) * (i % 100));
            }
        }
    }

    @Test
    void valuesBeyondTheCountStayAsTheyAre() throws Exception {
        onRanks(rank -> () -> {
            bridges.get(rank).values().put(9, 1).put(10, 7);
            return bridges.get(rank).sumMicros(10);
        });

        assertThat(bridges.getFirst().values().get(9)).isEqualTo(1f + 1f);
        assertThat(bridges.getFirst().values().get(10)).isEqualTo(7f);
    }

    @Test
    void noFileIsLeftBehind() throws Exception {
        String own = "stepcast-gloo-" + ProcessHandle.current().pid();
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            assertThat(files.filter(file -> file.toString().contains(own))).isEmpty();
        }
    }

    private <T> List<T> onRanks(RankTask<T> task) throws Exception {
        List<Callable<T>> tasks =
                IntStream.range(0, RANK_COUNT).mapToObj(task::of).toList();
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(tasks)) {
            results.add(result.get());
        }
        return results;
    }

    private interface RankTask<T> {
        Callable<T> of(int rank);
    }
}

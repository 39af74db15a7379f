package org.stepcast.sampler.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Precision;

/** What every backend of collectives keeps. The ranks are threads of one process here. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class CollectiveBackendContract {

    private static final List<Integer> WORLDS = List.of(2, 3, 4);

    /** Divisible by 2, 3 and 4, and no multiple of a power of two that would hide a wrong offset. */
    private static final int ELEMENT_COUNT = 12 * 1001;

    private final List<List<CollectiveBackend>> worlds = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What one rank does. */
    protected interface RankTask<T> {
        T run(CollectiveBackend backend) throws Exception;
    }

    /** Connects the ranks of a new job, each in a thread of its own. */
    protected abstract List<Callable<CollectiveBackend>> open(int rankCount) throws Exception;

    @BeforeAll
    final void openOnce() throws Exception {
        for (int rankCount : WORLDS) {
            worlds.add(all(open(rankCount)));
        }
    }

    @AfterAll
    final void closeOnce() {
        worlds.forEach(world -> world.forEach(CollectiveBackend::close));
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(CollectiveKind.class)
    void everyRankGetsTheRightValuesInEveryPrecision(CollectiveKind kind) throws Exception {
        for (Precision precision : List.of(Precision.FP32, Precision.FP16, Precision.BF16)) {
            for (List<CollectiveBackend> world : worlds) {
                assertThat(onRanks(world, backend -> isRight(backend, kind, precision)))
                        .as(precision + " on " + world.size())
                        .containsOnly(true);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CollectiveKind.class)
    void aRankThatTakesPartTakesTime(CollectiveKind kind) throws Exception {
        List<Double> times = onRanks(worlds.getFirst(), backend -> {
            try (PreparedCollective prepared = prepare(backend, kind, Precision.FP32, ELEMENT_COUNT)) {
                prepared.runMicros();
                return prepared.runMicros();
            }
        });

        assertThat(times).allMatch(micros -> micros > 0 && micros < 60e6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 752 * 256 + 1, 200_000})
    void messagesOfAnySizeAreSummedRight(int elementCount) throws Exception {
        List<Boolean> right = onRanks(worlds.getLast(), backend -> {
            try (PreparedCollective prepared =
                    prepare(backend, CollectiveKind.ALL_REDUCE, Precision.FP32, elementCount)) {
                return prepared.isRight();
            }
        });

        assertThat(right).containsOnly(true);
    }

    @ParameterizedTest
    @CsvSource({"ALL_GATHER", "REDUCE_SCATTER", "ALL_TO_ALL"})
    void whatCannotBeDividedIsRefused(CollectiveKind kind) {
        CollectiveBackend backend = worlds.getFirst().getFirst();

        assertThatThrownBy(() -> prepare(backend, kind, Precision.FP32, ELEMENT_COUNT + 1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no equal parts for 2 ranks");
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"TF32", "FP8"})
    void aPrecisionThatCannotBeAddedIsRefused(Precision precision) {
        CollectiveBackend backend = worlds.getFirst().getFirst();

        assertThatThrownBy(() -> prepare(backend, CollectiveKind.ALL_REDUCE, precision, ELEMENT_COUNT))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(precision.label());
    }

    @ParameterizedTest
    @EnumSource(CollectiveKind.class)
    void whatDoesNotFitIsRefused(CollectiveKind kind) {
        CollectiveBackend backend = worlds.getFirst().getFirst();

        assertThatThrownBy(() -> prepare(backend, kind, Precision.FP32, 1L << 50))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.OUT_OF_MEMORY));
    }

    private static boolean isRight(CollectiveBackend backend, CollectiveKind kind, Precision precision) throws Refusal {
        try (PreparedCollective prepared = prepare(backend, kind, precision, ELEMENT_COUNT)) {
            prepared.runMicros();
            return prepared.isRight();
        }
    }

    private static PreparedCollective prepare(
            CollectiveBackend backend, CollectiveKind kind, Precision precision, long elementCount) throws Refusal {
        double bytes = (double) elementCount * precision.byteCount();
        return backend.prepare(new Collective(kind, bytes, new GroupShape(1, backend.rankCount())), precision);
    }

    private <T> List<T> onRanks(List<CollectiveBackend> world, RankTask<T> task) throws Exception {
        return all(world.stream()
                .<Callable<T>>map(backend -> () -> task.run(backend))
                .toList());
    }

    private <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(tasks)) {
            results.add(result.get());
        }
        return results;
    }
}

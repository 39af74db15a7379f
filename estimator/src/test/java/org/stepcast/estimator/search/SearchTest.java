package org.stepcast.estimator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.ConfigReader;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.ReadOptions;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryModel;
import org.stepcast.estimator.search.BruteForce.Feasible;
import org.stepcast.estimator.timing.ClusterTimes;
import org.stepcast.estimator.timing.TimeSource;

/** The search against trying every plan. */
final class SearchTest {

    private static final double ROUNDING_PERCENT = 1e-8;
    private static final ReadOptions OPTIONS = new ReadOptions(
            List.of(Path.of("..", "regressors")), DeviceTable.builtIn(), Presets.builtIn(), Path.of(""));
    private static final ConfigReader READER = new ConfigReader(OPTIONS);
    private static final MemoryModel MEMORY = MemoryModel.builtIn();

    @TempDir
    private Path folder;

    static Stream<SmallSpace> spaces() {
        String sparse = "{preset: mixtral-8x7b, layers: 2, moe: {experts: 4, top_k: 2}}";
        return Stream.of(
                SmallSpace.of("megatron-lm", 6, "H100-SXM5-80GB", 4, 2048, 4),
                SmallSpace.of("megatron-lm", 4, "A100-SXM4-40GB", 2, 8192, 6),
                SmallSpace.of("megatron-lm", 3, "A100-PCIe-80GB", 3, 1536, 6),
                new SmallSpace("megatron-lm", sparse, 2, 4, "H100-SXM5-80GB", 2, 1024, 2),
                SmallSpace.of("generic", 4, "A100-SXM4-80GB", 2, 2048, 2),
                SmallSpace.of("generic", 5, "H100-SXM5-80GB", 2, 16384, 2),
                SmallSpace.of("deepspeed", 6, "A100-SXM4-40GB", 4, 1024, 4),
                SmallSpace.of("torchtitan", 4, "H100-SXM5-80GB", 4, 4096, 4),
                SmallSpace.of("fsdp", 8, "A100-SXM4-40GB", 8, 2048, 16),
                SmallSpace.of("gpt-neox", 8, "perlmutter-a100", 4, 2048, 4));
    }

    @ParameterizedTest
    @MethodSource("spaces")
    void theSearchFindsWhatTryingEveryPlanFinds(SmallSpace space) throws IOException {
        TrainingConfig job = READER.read(Files.writeString(folder.resolve("job.yml"), head(space)));
        TimeSource times = ClusterTimes.ofFigures(job.cluster(), List::of);

        List<Feasible> expected = new BruteForce(folder, READER, MEMORY, times, space).plans();
        SearchResult result = new Search(config -> times, MEMORY, 2)
                .run(new SearchRequest(List.of(Target.of(job)), Set.of(), Objective.TIME, 40), new Patient());

        assertThat(result.feasibleCount()).isEqualTo(expected.size());
        assertThat(result.plans()).hasSize(Math.min(40, expected.size()));
        for (int rank = 0; rank < result.plans().size(); rank++) {
            assertThat(result.plans().get(rank).seconds())
                    .isCloseTo(expected.get(rank).seconds(), withinPercentage(ROUNDING_PERCENT));
        }
        assertSameFront(result.front(), BruteForce.front(expected));
    }

    /** Plans that are alike in time and memory count once. */
    private static void assertSameFront(List<RankedPlan> found, List<Feasible> expected) {
        assertThat(found).allSatisfy(plan -> assertThat(expected).anyMatch(other -> isSame(plan, other)));
        assertThat(expected).allSatisfy(other -> assertThat(found).anyMatch(plan -> isSame(plan, other)));
    }

    private static boolean isSame(RankedPlan plan, Feasible other) {
        return Math.abs(plan.seconds() / other.seconds() - 1) < 1e-8
                && Math.abs(plan.need().neededBytes() / other.neededBytes() - 1) < 1e-8;
    }

    private static String head(SmallSpace space) {
        return space.head() + "batch: {sequence_length: " + space.sequence() + ", global: " + space.globalBatch()
                + "}\n";
    }

    /** Lets a search run to its end. */
    private record Patient() implements Search.Watcher {

        @Override
        public void done(int doneCount, int allCount) {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}

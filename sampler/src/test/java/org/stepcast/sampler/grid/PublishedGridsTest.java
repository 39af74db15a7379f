package org.stepcast.sampler.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.config.SamplingConfigReader;
import org.stepcast.sampler.config.TargetGrid;
import org.stepcast.sampler.grid.Grid.Repetition;

/** The published sampling files, where they are at hand, have the counts of rows that their data were made with. */
final class PublishedGridsTest {

    private static final Path PUBLISHED = Path.of("../../shared/data/published/estimate-train-time/configs");
    private static final long UNLIMITED = Long.MAX_VALUE;

    @ParameterizedTest
    @CsvSource({
        "embedding, 1755, 1755",
        "linear1, 1755, 1755",
        "linear2, 1755, 1755",
        "linear3, 1755, 1755",
        "linear4, 1755, 1755",
        "linear_final, 1755, 1755",
        "gelu, 1755, 1755",
        "layernorm, 351, 351",
        "RMSlayernorm, 351, 351",
        "res_add, 351, 351",
        "RoPE, 10530, 4860",
        "baddbmm, 10530, 4860",
        "bmm, 10530, 4860",
        "fillmask, 10530, 4860",
        "flash_atten, 10530, 4068",
        "softmax, 1215, 1107",
        "ScaledUpperTriangMaskedSoftmax, 1632, 1632",
        "crossentropy, 130, 130",
        "firstStage_optimizer, 585, 585",
        "middleStage_optimizer, 585, 585",
        "lastStage_optimizer, 585, 585",
    })
    void operatorsPlanToTheirPublishedCounts(String file, long combinations, long possible) {
        GridPlan plan = Grid.ofOperators(Precision.FP16, UNLIMITED, Repetition.KEPT)
                .plan(target("kernel_sampling/" + file + ".yml"));

        assertThat(plan.combinationCount()).isEqualTo(combinations);
        assertThat(plan.shapes()).hasSize((int) possible);
    }

    @ParameterizedTest
    @CsvSource({
        "allreduce, 1729",
        "allreduce_large, 1777",
        "allgather_large, 1777",
        "p2p, 289",
        "reducescatter_large, 1777"
    })
    void collectivesPlanToTheirPublishedCounts(String file, int messages) {
        GridPlan plan =
                Grid.ofCollectives(Precision.FP16, UNLIMITED, 2, 4).plan(target("nccl_sampling/" + file + ".yml"));

        assertThat(plan.shapes()).hasSize(messages);
        assertThat(plan.shapes().getFirst().cells()).endsWith("2", "4");
    }

    @Test
    void publishedLinearRowsRepeatShapes() {
        GridPlan plan = Grid.ofOperators(Precision.FP16, UNLIMITED, Repetition.LEFT_OUT)
                .plan(target("kernel_sampling/linear1.yml"));

        assertThat(plan.possibleCount()).isEqualTo(1755);
        assertThat(plan.shapes()).hasSize(1235);
    }

    @Test
    void theBrokenFileIsRefusedWithWhatIsWrong() {
        Path broken = published("kernel_sampling/moe.yml");
        assertThatThrownBy(() -> SamplingConfigReader.read(broken))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("columns_name");
    }

    private static TargetGrid target(String file) {
        return SamplingConfigReader.read(published(file)).targets().getFirst();
    }

    private static Path published(String file) {
        Path path = PUBLISHED.resolve(file);
        assumeTrue(Files.exists(path), "published data are not at hand");
        return path;
    }
}

package org.stepcast.estimator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;

class ModelGraphTest {

    private static Operator operator(StageWork stage, String name) {
        return stage.operators().stream()
                .filter(use -> use.name().equals(name))
                .findFirst()
                .orElseThrow()
                .operator();
    }

    @Test
    void tensorParallelRanksShareTheMatricesOfALayer() {
        StageWork stage = ModelGraph.of(Jobs.of(2, 1, 1).config()).stages().getFirst();

        assertThat(operator(stage, "attention query key value"))
                .isEqualTo(new Gemm(4096, 3 * 4096 / 2, 4096, Bias.NONE));
        assertThat(operator(stage, "attention output")).isEqualTo(new Gemm(4096, 4096, 4096 / 2, Bias.NONE));
        assertThat(operator(stage, "mlp up")).isEqualTo(new Gemm(4096, 2 * 11008 / 2, 4096, Bias.NONE));
        assertThat(operator(stage, "mlp down")).isEqualTo(new Gemm(4096, 4096, 11008 / 2, Bias.NONE));
        assertThat(operator(stage, "output layer")).isEqualTo(new Gemm(4096, 32000 / 2, 4096, Bias.NONE));
    }

    @Test
    void oneRankHoldsEveryParameterOfTheModel() {
        TrainingConfig config = Jobs.of(1, 1, 1).config();

        StageWork stage = ModelGraph.of(config).stages().getFirst();

        assertThat(stage.parameterCount()).isEqualTo(config.model().parameterCount());
        assertThat(stage.parameterCount()).isEqualTo(6_738_415_616L);
    }

    @ParameterizedTest
    @CsvSource({"1, 32", "2, 32", "3, 32", "5, 32", "7, 32", "8, 32", "16, 32", "8, 80", "32, 32"})
    void stagesTogetherHaveEveryLayerWhateverThePipelineSize(long stageCount, long layerCount) {
        for (FrameworkName framework : FrameworkName.values()) {
            List<StageWork> stages = ModelGraph.of(Jobs.of(1, stageCount, 1)
                            .withLayers(layerCount)
                            .with(framework)
                            .config())
                    .stages();

            assertThat(stages).hasSize((int) stageCount);
            assertThat(stages.stream().mapToLong(StageWork::layerCount).sum()).isEqualTo(layerCount);
            assertThat(stages).allMatch(stage -> stage.layerCount() >= 0);
        }
    }

    @Test
    void gptNeoxGivesItsOuterStagesFewerLayers() {
        List<StageWork> stages = ModelGraph.of(
                        Jobs.of(1, 4, 1).with(FrameworkName.GPT_NEOX).config())
                .stages();

        assertThat(stages.stream().map(StageWork::layerCount)).containsExactly(8L, 9L, 9L, 6L);
    }

    @Test
    void fullRecomputationRunsEveryLayerOperatorAgainAndSelectiveOnlyTheCore() {
        StageWork full = ModelGraph.of(Jobs.of(1, 1, 1).with(Recompute.FULL).config())
                .stages()
                .getFirst();
        StageWork selective = ModelGraph.of(
                        Jobs.of(1, 1, 1).with(Recompute.SELECTIVE).config())
                .stages()
                .getFirst();

        assertThat(full.operators()).filteredOn(use -> use.count() == 32).allMatch(use -> use.recomputeCount() == 32);
        assertThat(selective.operators())
                .filteredOn(use -> use.recomputeCount() > 0)
                .extracting(OperatorUse::name)
                .containsExactly("attention core");
    }

    @Test
    void layersReduceTheirActivationsTwiceInEachPass() {
        StageWork stage = ModelGraph.of(Jobs.of(2, 2, 1).config()).stages().getFirst();

        Collective expected = new Collective(CollectiveKind.ALL_REDUCE, 4096.0 * 4096 * 2, new GroupShape(1, 2));
        CollectiveUse use = stage.tensorCollectives().getFirst();
        assertThat(use.collective()).isEqualTo(expected);
        int embedding = 1;
        assertThat(use.forwardCount()).isEqualTo(2 * 16 + embedding);
        assertThat(use.backwardCount()).isEqualTo(2 * 16);
    }

    @Test
    void matrixFlopsOfTheGraphAreTheModelsFlops() {
        TrainingConfig config = Jobs.of(1, 1, 1).config();

        double perSequence = ModelGraph.of(config).stages().getFirst().operators().stream()
                .mapToDouble(use -> use.count()
                        * use.operator().work(Pass.FORWARD, Precision.BF16).flops())
                .sum();

        // The graph's attention is causal, half of what model FLOPs count by convention.
        double halfOfAttention = 32 * 2.0 * 4096 * 4096 * 4096;
        assertThat(3 * (perSequence + halfOfAttention)).isEqualTo(4096 * ModelFlops.perToken(config.model(), 4096));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2, 4, 1, 2, 2, 2", // tensor 2 on one node, data 4 over two nodes
        "4, 2, 2, 1, 4, 2, 1",
        "8, 1, 2, 2, 4, 2, 1",
        "1, 2, 4, 1, 1, 1, 4",
        "1, 1, 2, 1, 1, 1, 2"
    })
    void groupsLieWhereTheirRanksAre(
            long tensor,
            long pipeline,
            long data,
            long tensorNodes,
            long tensorPerNode,
            long dataNodes,
            long dataPerNode) {
        Placement placement =
                new Placement(Jobs.of(tensor, pipeline, data).config().parallel(), 4);

        assertThat(placement.tensorGroup()).isEqualTo(new GroupShape(tensorNodes, tensorPerNode));
        assertThat(placement.dataGroup()).isEqualTo(new GroupShape(dataNodes, dataPerNode));
    }

    @Test
    void neighboursOnOneNodeNeedNoNetwork() {
        Placement placement = new Placement(Jobs.of(1, 8, 1).config().parallel(), 4);

        assertThat(placement.pipelineNeighbours(0)).isEqualTo(new GroupShape(1, 2));
        assertThat(placement.pipelineNeighbours(3)).isEqualTo(new GroupShape(2, 1));
    }
}

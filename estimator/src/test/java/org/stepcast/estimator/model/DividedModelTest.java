package org.stepcast.estimator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.model.BlockWork.Kind;
import org.stepcast.estimator.model.CollectiveUse.Purpose;
import org.stepcast.estimator.model.ModelFlops.Convention;

/** Models of every kind, divided in every way. */
final class DividedModelTest {

    private static final long TOKENS = 4096;

    private static StageWork only(PlannedJob job) {
        return ModelGraph.of(job.config()).stages().getFirst();
    }

    private static Operator operator(StageWork stage, String name) {
        return stage.operators().stream()
                .filter(use -> use.name().equals(name))
                .findFirst()
                .orElseThrow()
                .operator();
    }

    private static CollectiveUse collective(StageWork stage, String name) {
        return stage.collectives().stream()
                .filter(use -> use.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<String> presets() {
        return Presets.builtIn().names();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void oneRankHoldsEveryParameterOfEveryModel(String preset) {
        PlannedJob job = PlannedJob.of(preset).withUnpaddedVocabulary();

        assertThat(only(job).parameterCount()).isEqualTo(job.model().parameterCount());
    }

    /** The graph's kernels see what tokens see; experts count their active part. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt2-xl",
                "falcon-7b",
                "qwen3-8b",
                "bloom-7b1",
                "mixtral-8x7b",
                "deepseek-v2-lite",
                "deepseek-v3"
            })
    void matrixFlopsOfTheGraphAreTheModelsVisibleFlops(String preset) {
        PlannedJob job = PlannedJob.of(preset).withUnpaddedVocabulary();

        double perSequence = only(job).operators().stream()
                .mapToDouble(use -> use.count()
                        * use.operator().work(Pass.FORWARD, Precision.BF16).flops())
                .sum();

        double expected = TOKENS * ModelFlops.perToken(job.model(), TOKENS, Convention.VISIBLE_ATTENTION);
        assertThat(3 * perSequence).isCloseTo(expected, within(expected * 1e-9));
    }

    @Test
    void ranksOfExpertsDivideThemAndExchangeTokens() {
        StageWork stage =
                only(PlannedJob.of("mixtral-8x7b").withTensor(1).withData(8).withExpert(4, 1));

        assertThat(operator(stage, "experts"))
                .isEqualTo(new ExpertLayer(TOKENS * 4, 4096, 14336, 2, 8, 1, 4, Routing.BALANCED));
        CollectiveUse dispatch = collective(stage, "expert parallel dispatch");
        assertThat(dispatch.collective())
                .isEqualTo(new Collective(CollectiveKind.ALL_TO_ALL, TOKENS * 2 * 4096 * 2.0, new GroupShape(1, 4)));
        assertThat(dispatch.forwardCount()).isEqualTo(32);
        assertThat(stage.expertParameters().count()).isEqualTo(32L * 8 / 4 * 3 * 4096 * 14336);
        assertThat(stage.denseParameters().count())
                .isEqualTo(2L * 32000 * 4096
                        + 32L * (4096 * (4096 + 2 * 1024) + 4096 * 4096 + 4096 * 8 + 2 * 4096)
                        + 4096);
    }

    @Test
    void expertsDividedAmongTensorRanksGatherTheirTokens() {
        StageWork stage = only(PlannedJob.of("mixtral-8x7b")
                .withTensor(2)
                .with(SequenceParallel.ON)
                .withData(4)
                .withExpert(4, 2));

        assertThat(operator(stage, "router")).isEqualTo(new Gemm(TOKENS / 2, 8, 4096, Bias.NONE));
        assertThat(operator(stage, "experts"))
                .isEqualTo(new ExpertLayer(TOKENS * 4, 4096, 14336, 2, 8, 2, 4, Routing.BALANCED));
        assertThat(collective(stage, "expert tensor all_gather").collective())
                .isEqualTo(new Collective(CollectiveKind.ALL_GATHER, TOKENS * 2 * 4096 * 2.0, new GroupShape(1, 2)));
    }

    @Test
    void theBusiestRankSendsMoreUnderAPowerLaw() {
        assertThat(ExpertShape.hottestFactor(Routing.BALANCED, 64, 8)).isEqualTo(1);
        double first = 1 + Math.pow(3, -1.2);
        double all = first + Math.pow(2, -1.2) + Math.pow(4, -1.2);
        assertThat(ExpertShape.hottestFactor(Routing.POWER_LAW_1_2, 4, 2)).isEqualTo(2 * first / all, within(1e-12));
    }

    @Test
    void denseAndSparseLayersStandOnOneStage() {
        ChunkWork chunk = only(PlannedJob.of("deepseek-v3")).chunks().getFirst();

        assertThat(chunk.blocks())
                .extracting(BlockWork::kind)
                .containsExactly(Kind.EMBEDDING, Kind.DENSE_LAYER, Kind.EXPERT_LAYER, Kind.OUTPUT_LAYER);
        assertThat(chunk.blocks()).extracting(BlockWork::count).containsExactly(1L, 3L, 58L, 1L);
    }

    @Test
    void latentAttentionCompressesBeforeItExpands() {
        StageWork stage = only(PlannedJob.of("deepseek-v3").withTensor(8).with(SequenceParallel.ON));

        assertThat(operator(stage, "attention query down")).isEqualTo(new Gemm(TOKENS / 8, 1536, 7168, Bias.NONE));
        assertThat(operator(stage, "attention query up"))
                .isEqualTo(new Gemm(TOKENS, 128 / 8 * (128 + 64), 1536, Bias.NONE));
        assertThat(operator(stage, "attention key value down"))
                .isEqualTo(new Gemm(TOKENS / 8, 512 + 64, 7168, Bias.NONE));
        assertThat(operator(stage, "attention core"))
                .isEqualTo(new Attention(1, TOKENS, 16, 16, (192 + 128) / 2, AttentionMask.CAUSAL));
    }

    @Test
    void aRingPassesKeysAndValuesAndRunsTheCoreOncePerPiece() {
        StageWork stage = only(PlannedJob.of("llama-3-8b").withContext(4, ContextExchange.RING));

        OperatorUse core = stage.operators().stream()
                .filter(use -> use.name().equals("attention core"))
                .findFirst()
                .orElseThrow();
        assertThat(core.operator()).isEqualTo(new Attention(1, TOKENS / 4, 32, 8, 128, AttentionMask.CAUSAL));
        assertThat(core.count()).isEqualTo(32 * 4);
        CollectiveUse pass = stage.collectives(Purpose.CONTEXT).getFirst();
        assertThat(pass.collective())
                .isEqualTo(new Collective(
                        CollectiveKind.SEND_RECEIVE, TOKENS / 4 * 8 * 2 * 128 * 2.0, new GroupShape(1, 2)));
        assertThat(pass.forwardCount()).isEqualTo(32 * (4 - 1));
    }

    @Test
    void anAllToAllGivesEachRankWholeSequencesForAPartOfTheHeads() {
        StageWork stage = only(PlannedJob.of("llama-3-8b").withContext(4, ContextExchange.ALL_TO_ALL));

        assertThat(operator(stage, "attention core"))
                .isEqualTo(new Attention(1, TOKENS, 32 / 4, 8 / 4, 128, AttentionMask.CAUSAL));
        assertThat(operator(stage, "mlp down")).isEqualTo(new Gemm(TOKENS / 4, 4096, 14336, Bias.NONE));
        assertThat(stage.collectives(Purpose.CONTEXT))
                .extracting(use -> use.collective().messageBytes())
                .containsExactly(TOKENS / 4 * (32 + 2 * 8) * 128 * 2.0, TOKENS / 4 * 32 * 128 * 2.0);
    }

    @Test
    void aWindowCutsTheScores() {
        PlannedJob job = PlannedJob.of("phi-3-mini").withSequence(4 * 2047);

        assertThat(operator(only(job), "attention core"))
                .isEqualTo(new Attention(4, 2047, 32, 32, 96, AttentionMask.FULL));
    }

    @Test
    void chunksVisitTheStagesInTurn() {
        List<StageWork> stages = ModelGraph.of(PlannedJob.of("llama-2-7b")
                        .withPipeline(2, 2)
                        .with(new StageSplit.Given(List.of(0L, 10L, 12L, 10L)))
                        .config())
                .stages();

        assertThat(stages.getFirst().chunks()).extracting(ChunkWork::layerCount).containsExactly(0L, 12L);
        assertThat(stages.getLast().chunks()).extracting(ChunkWork::layerCount).containsExactly(10L, 10L);
        assertThat(operator(stages.getFirst(), "embedding")).isNotNull();
        assertThat(operator(stages.getLast(), "output layer")).isNotNull();
    }

    @Test
    void aTiedTableIsCopiedToTheLastStage() {
        ModelGraph whole =
                ModelGraph.of(PlannedJob.of("gpt2").withUnpaddedVocabulary().config());
        ModelGraph split = ModelGraph.of(PlannedJob.of("gpt2")
                .withUnpaddedVocabulary()
                .withPipeline(2, 1)
                .config());

        assertThat(whole.copiedTableParameterCount()).isEmpty();
        assertThat(split.copiedTableParameterCount()).hasValue(50257 * 768);
    }

    @Test
    void groupsOfExpertsLieWithinTheRanksOfAStage() {
        Placement placement = new Placement(
                PlannedJob.of("mixtral-8x7b")
                        .withTensor(2)
                        .withData(16)
                        .withExpert(8, 1)
                        .config()
                        .parallel(),
                8);

        assertThat(placement.expertTensorGroup()).isEqualTo(new GroupShape(1, 1));
        assertThat(placement.expertGroup()).isEqualTo(new GroupShape(1, 8));
        assertThat(placement.expertDataGroup()).isEqualTo(new GroupShape(4, 1));
        assertThat(placement.dataGroup()).isEqualTo(new GroupShape(4, 4));
        assertThat(placement.hybridShardGroup()).isEqualTo(new GroupShape(1, 4));
        assertThat(placement.hybridReplicaGroup()).isEqualTo(new GroupShape(4, 1));
    }
}

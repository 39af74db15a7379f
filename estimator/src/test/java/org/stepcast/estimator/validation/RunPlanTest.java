package org.stepcast.estimator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.estimator.config.Experts.Groups;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Framework.ExpertDispatch;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.step.Guess;

/** Models and plans of a table of runs beyond their sizes, and rows that leave ranks without work. */
class RunPlanTest {

    @Test
    void blankSequenceParallelismIsTheFrameworksUsual() {
        RunRows blank = RunRows.complete().with("seq_parallel", "");

        assertThat(blank.job().config().parallel().sequenceParallel()).isEqualTo(SequenceParallel.ON);
        assertThat(blank.with("year", "2021").job().config().parallel().sequenceParallel())
                .isEqualTo(SequenceParallel.OFF);
    }

    @ParameterizedTest
    @CsvSource({
        "NeMo 24.09, 2024, ON",
        "Megatron-Bridge, 2025, ON",
        "torchtitan, 2024, ON",
        "GPT-NeoX, 2023, OFF",
        "PyTorch FSDP, 2024, OFF"
    })
    void usualIsWhatTheProfileSays(String framework, String year, SequenceParallel usual) {
        RunRows row = RunRows.complete()
                .with("framework", framework)
                .with("year", year)
                .with("seq_parallel", "");

        assertThat(row.job().config().parallel().sequenceParallel()).isEqualTo(usual);
        assertThat(row.job().execution().guesses()).contains(Guess.SEQUENCE_PARALLEL);
        assertThat(row.with("seq_parallel", "1").job().config().parallel().sequenceParallel())
                .isEqualTo(SequenceParallel.ON);
        assertThat(row.with("tp", "1").with("dp", "16").job().execution().guesses())
                .doesNotContain(Guess.SEQUENCE_PARALLEL);
    }

    @Test
    void aPresetStandsForTheSizesAndLayersCutItDown() {
        RunRows row = RunRows.complete()
                .with("preset", "llama-3.1-405b")
                .with("layers", "")
                .with("hidden", "")
                .with("heads", "")
                .with("vocab", "");

        assertThat(row.job().config().model().parameterCount()).isEqualTo(405_853_388_800L);
        assertThat(row.with("layers", "7").job().config().model().layerCount()).isEqualTo(7);
        assertThat(row.with("preset", "llama-9").run().reason()).contains("preset (llama-9)", "list models");
    }

    @Test
    void expertsAreDividedAsTheRestUnlessTheRowSays() {
        RunRows row = RunRows.complete().with("preset", "mixtral-8x7b").with("ep", "4");

        assertThat(row.job().config().parallel().expertTensorSize()).isEqualTo(2);
        assertThat(row.with("etp", "1").job().config().parallel().expertTensorSize())
                .isEqualTo(1);
    }

    @Test
    void deepSeeksGroupsOfExpertsAreKnownByName() {
        RunRows row = RunRows.complete().with("model_name", "DeepSeek-V3").with("moe_experts", "256");

        assertThat(groups(row.with("moe_topk", "8"))).isEqualTo(new Groups(8, 4));
        assertThat(groups(row.with("moe_topk", "6"))).isEqualTo(Groups.ONE);
        assertThat(groups(row.with("moe_topk", "8").with("model_name", "mine"))).isEqualTo(Groups.ONE);
    }

    private static Groups groups(RunRows row) {
        return ((Mixture) row.job().config().model().experts()).groups();
    }

    @Test
    void howTokensTravelToExpertsIsInTheRow() {
        RunRows row = RunRows.complete().with("preset", "mixtral-8x7b").with("ep", "4");

        TrainingConfig plain = row.job().config();
        assertThat(plain.framework().expertDispatch()).isEqualTo(ExpertDispatch.BY_FRAMEWORK);
        assertThat(plain.parallel().overlapsExperts()).isFalse();
        TrainingConfig told = row.with("expert_dispatch", "deep_ep")
                .with("overlap_expert", "1")
                .job()
                .config();
        assertThat(told.framework().expertDispatch()).isEqualTo(ExpertDispatch.DEEP_EP);
        assertThat(told.parallel().overlapsExperts()).isTrue();
        assertThat(row.with("expert_dispatch", "carrier pigeon").run().reason())
                .contains("expert_dispatch (carrier pigeon) must be all_to_all or deep_ep");
    }

    @Test
    void aBatchThatLeavesRanksWithoutWorkIsNotThatJob() {
        RunRows row = RunRows.complete().with("global_batch", "16");

        assertThat(row.run().reason()).contains("global_batch (16)", "8 data-parallel ranks");
        assertThat(row.with("micro_batch", "2").run().job()).isPresent();
        assertThat(row.with("micro_batch", "").run().job()).isPresent();
    }
}

package org.stepcast.estimator.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.estimator.config.ConfigReader;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.ReadOptions;
import org.stepcast.estimator.config.TrainingConfig;

/** How tokens travel to their experts, and what hides it. */
class ExpertExchangeTest {

    private static final String MEGATRON = "name: megatron-lm, year: 2025";

    @TempDir
    private Path folder;

    /** Of 16 micro-batches. Those that fill the pipeline run alone, in the mean over stages. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "expert: 8, overlap: {expert: true}; 0.9375",
                "expert: 8, overlap: {expert: true}, pipeline: 4; 0.84375",
                "expert: 8, overlap: {expert: true}, pipeline: 4, virtual_stages: 2, schedule: interleaved_1f1b; 0.75",
                "expert: 8, overlap: {expert: true}, pipeline: 4, schedule: all_forward_all_backward; 0",
                "expert: 8, overlap: {expert: false}; 0",
                "expert: 1, overlap: {expert: true}; 0",
            })
    void passesBesideAnotherMicroBatchHideTheExchange(String parallel, double paired) throws IOException {
        assertThat(workload(parallel, MEGATRON).pairedFraction()).isCloseTo(paired, within(1e-12));
    }

    @Test
    void whatIsHiddenCostsItsShareAndTheSlowdownOfTheRest() throws IOException {
        double plain = expertMicros(workload("expert: 8", MEGATRON));
        double beside = expertMicros(workload("expert: 8, overlap: {expert: true}", MEGATRON));

        assertThat(beside).isPositive().isLessThan(plain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "name: megatron-lm, year: 2026; false",
                "name: megatron-lm, year: 2024, expert_dispatch: deep_ep; true",
                "name: megatron-lm, year: 2026, expert_dispatch: all_to_all; false",
            })
    void aTokenTravelsOncePerExpertUnlessTheJobSays(String framework, boolean once) throws IOException {
        assertThat(workload("expert: 8", framework).sendsTokensOnce()).isEqualTo(once);
    }

    @Test
    void fewerCopiesTravelWhereATokenIsSentOnce() throws IOException {
        String nodes = "expert: 32";
        double each = expertMicros(workload(nodes, "name: megatron-lm, year: 2025, expert_dispatch: all_to_all"));
        double once = expertMicros(workload(nodes, "name: megatron-lm, year: 2025, expert_dispatch: deep_ep"));

        // Of 8 experts on 4 nodes, at most 4 copies cross the network.
        assertThat(once).isLessThan(0.6 * each);
    }

    @Test
    void aTokenReachesFewerNodesWhereItChoosesGroups() throws IOException {
        String once = MEGATRON + ", expert_dispatch: deep_ep";
        String groups = "{preset: qwen3-30b-a3b, moe: {groups: 8, top_groups: 4}}";
        double free = expertMicros(workload("expert: 64", once));
        double limited = expertMicros(workload("expert: 64", once, groups));

        // 8 experts reach 5.3 of 8 nodes, or 3.6 of 4.
        assertThat(limited).isBetween(0.6 * free, 0.75 * free);
    }

    private static double expertMicros(Workload work) {
        return new StepComposition(work, Tuning.fitted())
                .times()
                .layer()
                .expert()
                .bothMicros();
    }

    private Workload workload(String parallel, String framework) throws IOException {
        return workload(parallel, framework, "qwen3-30b-a3b");
    }

    private Workload workload(String parallel, String framework, String model) throws IOException {
        Path file = Files.writeString(folder.resolve("job.yml"), """
                model: %s
                cluster: {name: h100-sxm, gpu_count: 64}
                parallel: {data: %s, %s}
                batch: {sequence_length: 4096, micro: 1, global: %s}
                framework: {%s}
                """.formatted(
                        model, replicas(parallel), parallel, 16 * replicas(parallel), framework));
        TrainingConfig config = new ConfigReader(
                        new ReadOptions(List.of(), DeviceTable.builtIn(), Presets.builtIn(), Path.of("")))
                .read(file);
        return Workload.of(config, Execution.of(config));
    }

    private static int replicas(String parallel) {
        return parallel.contains("pipeline: 4") ? 16 : 64;
    }
}

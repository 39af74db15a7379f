package org.stepcast.estimator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.hardware.HourlyPrice;
import org.stepcast.estimator.config.RunLength;
import org.stepcast.estimator.config.TrainingConfig;

/** Whole runs that others published or computed, worked out by hand. */
final class PublishedArithmeticTest {

    private static final double DAY = 86_400;
    private static final Percentage ROUNDING = Percentage.withPercentage(0.01);
    private static final HourlyPrice FREE = new HourlyPrice.Unknown("not asked");
    private static final RunModel MODEL = new RunModel(RunDefaults.builtIn());

    @TempDir
    private Path folder;

    /** Touvron et al. 2023, section 2.4 and table 15: 380 tokens/s per GPU, about 21 days; 1,022,362 GPU-hours, 449 MWh. */
    @Test
    void llama65bTakesTwentyOneDaysOnTwoThousandGpus() {
        TrainingConfig job = RunJobs.shipped("llama_65b_a100.yml");
        double step = 2048.0 * 2048 / (380 * 2048);
        RunEstimate run = MODEL.estimate(job, job.run().orElseThrow(), new Pace.Measured(step, 2048), FREE);

        assertThat(run.trainingSeconds().p50() / DAY).isCloseTo(1.4e12 / (380 * 2048) / DAY, ROUNDING); // 20.8
        assertThat(run.stepCount()).isEqualTo((long) Math.ceil(1.4e12 / (2048 * 2048)));
        double paperHours = 1_022_362;
        assertThat(run.trainingSeconds().p50() / 3600 * 2048).isCloseTo(paperHours, Percentage.withPercentage(0.2));
        // 400 W · 1.1 for each GPU-hour of the paper: 449 MWh.
        assertThat(run.devicePowerWatts() * paperHours / 1e9).isCloseTo(0.449, within(0.001));
        assertThat(run.devicePowerWatts()).isCloseTo(400 * 1.1, within(1e-9));
    }

    /** Fast-LLM 1.pre_train_math.py as shipped: 64.72B parameters, 0.7B tokens, 24 GPUs at 140 TFLOPS, 8 N D: 1.25 days. */
    @Test
    void fastLlmExampleTakesOneAndAQuarterDaysAtItsAssumedRate() throws IOException {
        TrainingConfig job = RunJobs.read(folder, """
                model: {layers: 80, hidden_size: 8192, heads: 64, feed_forward_size: 32768, vocabulary_size: 32000,
                        activation: gelu, normalization: layer_norm, positions: learned, tied_embeddings: true, biases: none}
                cluster: {name: a100-sxm, gpu_count: 24}
                batch: {sequence_length: 4096, micro: 8, global: 192}
                recompute: full
                """);
        RunEstimate run = MODEL.estimate(job, RunLength.ofTokens(0.7e9), new Pace.Assumed(140e12), FREE);

        double parameters = job.model().parameterCount();
        assertThat(parameters).isCloseTo(64.72e9, Percentage.withPercentage(0.1));
        double stepTokens = 192 * 4096;
        double wholeSteps = Math.ceil(0.7e9 / stepTokens) * stepTokens;
        assertThat(run.trainingSeconds().p50() / DAY)
                .isCloseTo(8 * parameters * wholeSteps / (24 * 140e12) / DAY, ROUNDING)
                .isCloseTo(1.25, within(0.005));
    }

    /** Lightning-LLM-Training-Test: gpt2 on 4 T4, 300B tokens: 170.2 days at 15.18 TFLOPS, 546.9 at 6349.392 tokens/s. */
    @Test
    void fourSmallGpusTakeMonthsForGpt2() throws IOException {
        TrainingConfig job = RunJobs.read(folder, """
                model: {preset: gpt2}
                cluster: {name: T4-16GB, gpu_count: 4}
                parallel: {sharding: zero2}
                batch: {sequence_length: 512, micro: 1, global: 4}
                precision: fp16
                offload: optimizer
                framework: {name: deepspeed, year: 2023}
                """);
        RunLength length = RunLength.ofTokens(300e9);

        RunEstimate byRate = MODEL.estimate(job, length, new Pace.Assumed(3.795e12), FREE);
        double exactParameters = 124_439_808;
        assertThat(byRate.trainingSeconds().p50() / DAY)
                .isCloseTo(6 * exactParameters * 300e9 / 15.18e12 / DAY, ROUNDING)
                .isCloseTo(170.2 * exactParameters / 124e6, Percentage.withPercentage(0.05));

        RunEstimate byTokens = MODEL.estimate(job, length, new Pace.Measured(4 * 512 / 6349.392, 4), FREE);
        assertThat(byTokens.trainingSeconds().p50() / DAY)
                .isCloseTo(300e9 / 6349.392 / DAY, ROUNDING)
                .isCloseTo(546.9, within(0.1));
        // What it prints as 3.795 TFLOPS is the forward pass alone; 6 N D at its tokens/s gives a third of that.
        assertThat(byTokens.deviceRates().plainFlops()).isCloseTo(6 * exactParameters * 1587.348, ROUNDING);
    }

    /** Fast-LLM 4.aft_train_math.py: 7B, 4096 tokens, batch 128, 6.8 s on 32 GPUs: 7 · 8 · 4096 · 128 / (6.8 · 32 · 1e3). */
    @Test
    void aMeasuredStepGivesTheAchievedRate() throws IOException {
        TrainingConfig job = RunJobs.read(folder, """
                model: {preset: llama-2-7b}
                cluster: {name: a100-sxm, gpu_count: 32}
                batch: {sequence_length: 4096, micro: 4, global: 128}
                recompute: full
                """);
        RunEstimate run = MODEL.estimate(job, RunLength.ofTokens(1e9), new Pace.Measured(6.8, 128), FREE);

        double billions = 6.738415616;
        double published = 134.93;
        assertThat(run.deviceRates().hardwareFlops() / 1e12)
                .isCloseTo(billions * 8 * 4096 * 128 / (6.8 * 32 * 1e3), ROUNDING)
                .isCloseTo(published * billions / 7, ROUNDING);
    }

    /** veturbo-llm: 4609 tokens/s per GPU on LLaMA-7B are 193.9 TFLOPS, counted as 6 N + 6 L h s: what tokens see. */
    @Test
    void visibleAttentionCountsAsVeturboDoes() throws IOException {
        TrainingConfig job = RunJobs.read(folder, """
                model: {preset: llama-7b}
                cluster: {name: a100-sxm, gpu_count: 32}
                batch: {sequence_length: 2048, micro: 4, global: 512}
                """);
        RunEstimate run =
                MODEL.estimate(job, RunLength.ofTokens(1e9), new Pace.Measured(512.0 * 2048 / (4609 * 32), 512), FREE);

        double perToken = 6 * 6_738_415_616.0 + 6.0 * 32 * 4096 * 2048;
        assertThat(perToken * 4609 / 1e12).isCloseTo(193.9, within(0.2));
        // The table of the embedding is no matrix product: 6 · 32000 · 4096 fewer FLOPs a token.
        double table = 6.0 * 32000 * 4096;
        assertThat(run.deviceRates().visibleFlops())
                .isCloseTo((perToken - table) * 4609, Percentage.withPercentage(0.1));
    }

    /** IIIS calculator, LLaMA-7B, 1000M tokens, 256 sequences of 4096 a step: 953.67 iterations; a step is whole. */
    @Test
    void stepsAreWhole() throws IOException {
        TrainingConfig job = RunJobs.read(folder, """
                model: {preset: llama-7b}
                cluster: {name: a100-sxm, gpu_count: 64}
                batch: {sequence_length: 4096, micro: 4, global: 256}
                """);
        RunEstimate run = MODEL.estimate(job, RunLength.ofTokens(1e9), new Pace.Measured(5.545975732381539, 256), FREE);

        assertThat(run.stepCount()).isEqualTo(954);
        assertThat(run.trainingSeconds().p50()).isCloseTo(954 * 5.545975732381539, within(1e-6));
    }
}

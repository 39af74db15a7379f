package org.stepcast.estimator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.DoesNotFitException;
import org.stepcast.core.hardware.HourlyPrice;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.config.TrainingConfig;

final class RunModelTest {

    private static final String JOB = """
            model: {preset: llama-2-7b}
            cluster: {name: h100-sxm, gpu_count: 8}
            batch: {sequence_length: 4096, micro: 1, global: 64}
            """;
    private static final String NEVER = "failures_per_gpu_hour: 0";
    private static final HourlyPrice.Range PRICE = new HourlyPrice.Range(2, 4, "2026-05", "test");
    private static final RunModel MODEL = new RunModel(RunDefaults.builtIn());

    @TempDir
    private Path folder;

    private RunEstimate run(String section, Pace pace) throws IOException {
        TrainingConfig job = RunJobs.read(folder, JOB + "run: {" + section + "}\n");
        return MODEL.estimate(job, job.run().orElseThrow(), pace, PRICE);
    }

    @Test
    void epochsRepeatTheTokens() throws IOException {
        Pace pace = new Pace.Measured(2, 64);
        RunEstimate once = run("tokens: 2.62144M, " + NEVER, pace);
        RunEstimate thrice = run("tokens: 2.62144M, epochs: 3, " + NEVER, pace);
        assertThat(once.stepCount()).isEqualTo(10);
        assertThat(thrice.stepCount()).isEqualTo(30);
        assertThat(thrice.totalSeconds()).isEqualTo(Interval.exactly(60));
    }

    /** 16, 32 and 48 sequences for 640 each, then 64: 40 + 20 + 14 steps to 1952, then (2560 - 1952) / 64. */
    @Test
    void aGrowingBatchTakesMoreAndShorterSteps() throws IOException {
        RunEstimate run = run(
                "tokens: 10.48576M, batch_rampup: {start: 16, increment: 16, samples: 1920}, " + NEVER,
                new Pace.Measured(4, 64));
        assertThat(run.phases())
                .isEqualTo(List.of(
                        new BatchPhase(16, 40),
                        new BatchPhase(32, 20),
                        new BatchPhase(48, 14),
                        new BatchPhase(64, 10)));
        assertThat(run.trainingSeconds().p50()).isCloseTo(40 * 1.0 + 20 * 2.0 + 14 * 3.0 + 10 * 4.0, within(1e-9));
    }

    @Test
    void aGrowingBatchFillsAllReplicas() {
        assertThatThrownBy(() ->
                        run("tokens: 1B, batch_rampup: {start: 12, increment: 16, samples: 1000}", new Pace.Assumed(1)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("run.batch_rampup.start (12) must be a multiple of micro · data (8)");
        assertThatThrownBy(() ->
                        run("tokens: 1B, batch_rampup: {start: 8, increment: 24, samples: 1000}", new Pace.Assumed(1)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("run.batch_rampup.increment (24) must divide batch.global - start (56)");
    }

    @Test
    void costRunsFromTheLowestToTheHighestPrice() throws IOException {
        RunEstimate run = run("tokens: 262144000.0K, " + NEVER, new Pace.Measured(3.6, 64));
        // 1,000,000 steps of 3.6 s on 8 GPUs.
        assertThat(run.deviceHours().p50()).isCloseTo(1_000_000 * 3.6 / 3600 * 8, within(1e-6));
        Interval cost = run.costDollars(PRICE);
        assertThat(cost.p10()).isCloseTo(8000 * 2, within(1e-6));
        assertThat(cost.p50()).isCloseTo(8000 * 3, within(1e-6));
        assertThat(cost.p90()).isCloseTo(8000 * 4, within(1e-6));
    }

    @Test
    void whatTheFileGivesIsNotAssumed() throws IOException {
        RunEstimate run = run(
                "tokens: 1B, failures_per_gpu_hour: 0.001, restart: 60 s, checkpoint_bandwidth: 10 GB/s,"
                        + " checkpoint_interval: 600 s, power_factor: 1.5, pue: 1.2",
                new Pace.Measured(3.6, 64));
        assertThat(run.assumptions()).isEmpty();
        assertThat(run.goodput().failureSeconds()).isCloseTo(3600 / (0.001 * 8), within(1e-6));
        assertThat(run.goodput().intervalSeconds()).isEqualTo(600);
        assertThat(run.goodput().checkpointSeconds()).isCloseTo(14 * 6_738_415_616.0 / 10e9, within(1e-9));
        assertThat(run.devicePowerWatts()).isCloseTo(700 * 1.5 * 1.2, within(1e-9));
        assertThat(run.totalSeconds().p50())
                .isCloseTo(run.trainingSeconds().p50() / run.goodput().usefulFraction(), within(1e-6));
    }

    @Test
    void aJobThatHardlyTrainsIsRefused() {
        assertThatThrownBy(() -> run("tokens: 1B, failures_per_gpu_hour: 50", new Pace.Measured(3.6, 64)))
                .isInstanceOf(DoesNotFitException.class)
                .hasMessageContaining("fail every 9 s");
    }

    @Test
    void budgetsAreExchangedAtTheRateOfTheRun() throws IOException {
        RunEstimate run = run("tokens: 2621440.0K, " + NEVER, new Pace.Measured(3.6, 64));
        double flopsPerHour = 6 * 6_738_415_616.0 * 2_621_440_000.0 / (10_000 * 3.6 / 3600 * 8);
        List<ScalingLaw> laws = RunDefaults.builtIn().laws();
        double byHours = ComputeOptimal.of(run, Budget.parse("1000 GPU-hours"), laws)
                .budgetFlops()
                .p50();
        double byDollars = ComputeOptimal.of(run, Budget.parse("3e3USD"), laws)
                .budgetFlops()
                .p50();
        assertThat(byHours / (1000 * flopsPerHour)).isCloseTo(1, within(1e-9));
        assertThat(byDollars).isEqualTo(byHours);
        ComputeOptimal.Need need =
                ComputeOptimal.of(run, ComputeOptimal.ofRun(run), laws).needs().getFirst();
        assertThat(need.tokenCount()).isCloseTo(20 * 6_738_415_616.0, within(1e3));
        assertThat(need.deviceHours().p50() * flopsPerHour / need.workFlops()).isCloseTo(1, within(1e-9));
    }

    @Test
    void budgetsNeedAKnownUnit() {
        assertThatThrownBy(() -> Budget.parse("5 euros"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--budget (5 euros) must be FLOPs, GPU-hours or USD");
    }
}

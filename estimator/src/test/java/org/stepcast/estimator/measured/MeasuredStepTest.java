package org.stepcast.estimator.measured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.core.error.BadInputException;
import org.stepcast.estimator.measured.PeakMemory.Basis;

/** Step times from logs. Every line is made up, in the form that the framework prints. */
final class MeasuredStepTest {

    private static final StepSize STEP = new StepSize(256, 4096, 64);

    @TempDir
    private Path folder;

    private MeasuredStep measure(String log) {
        try {
            return MeasuredStep.ofLog(Files.writeString(folder.resolve("run.log"), log), STEP);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String megatron(int step, double millis) {
        return " iteration %8d/ 500 | elapsed time per iteration (ms): %.1f | global batch size:   256 | lm loss: 2.1\n"
                .formatted(step, millis);
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of(" [2026-01-02 03:04:05] iteration   10/ 500 | consumed samples: 2560 |"
                        + " elapsed time per iteration (ms): 2500.0 | global batch size:   256 | lm loss: 2.1E+00 |"),
                Arguments.of(
                        " samples/sec: 102.4 | iteration   10/ 320000 | elapsed time per iteration (ms): 2500.0 | lm_loss: 2"),
                Arguments.of("Training epoch 0, iteration 9/249 | lr: 1e-06 | global_batch_size: 256 | global_step: 9 |"
                        + " reduced_train_loss: 1.3 | train_step_timing in s: 2.5"),
                Arguments.of("Epoch 0: : 10%|# | 10/100 [00:25, global_step=9.000, train_step_timing in s=2.500]"),
                // 256 · 4096 tokens in 2.5 s on 64 devices
                Arguments.of("\u001b[31mstep: 10  \u001b[32mloss:  7.1  \u001b[33mmemory: 47.66GiB(60.16%)  "
                        + "\u001b[34mtps: 6,554  \u001b[35mmfu: 40.10%\u001b[39m"),
                Arguments.of("steps: 10 loss: 10.71 iter time (s): 2.500 samples/sec: 102.400"),
                Arguments.of("[2026-01-02 03:04:05,1] [INFO] epoch=0/micro_step=10/global_step=10,"
                        + " RunningAvgSamplesPerSec=99.1, CurrSamplesPerSec=102.4, MaxMemAllocated=19.52GB"),
                Arguments.of("[batch=10/500]:\n  Train throughput/tokens_per_sec: 419430.4\n"
                        + "  Train throughput/device/tokens_per_sec: 6553.6"),
                Arguments.of(
                        "{'train_runtime': 250.0, 'train_samples_per_second': 102.4, 'train_steps_per_second': 0.4}"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void everyFrameworkTellsItInItsOwnWay(String line) {
        assertThat(measure("something else\n" + line + "\nand more\n").seconds().p50())
                .isCloseTo(2.5, within(2e-4));
    }

    @Test
    void theWarmUpIsLeftOutAndTheRestGivesItsMedian() {
        StringBuilder log = new StringBuilder(megatron(1, 90000)).append(megatron(2, 9000));
        IntStream.rangeClosed(3, 20).forEach(step -> log.append(megatron(step, 1000 + step)));

        MeasuredStep step = measure(log.toString());

        assertThat(step.leftOutCount()).isEqualTo(20 / 10);
        assertThat(step.keptCount()).isEqualTo(18);
        // 1.003, 1.004, ..., 1.020
        assertThat(step.seconds().p50()).isCloseTo((1.011 + 1.012) / 2, within(1e-12));
        assertThat(step.seconds().p10()).isCloseTo(1.003 + 0.1 * 17 * 0.001, within(1e-12));
    }

    @Test
    void aStepThatEveryRankPrintsCountsOnce() {
        String ranks = "step: %d  loss: 7.1  memory: 40.00GiB(50%%)  tps: %s\n";
        String log = ranks.formatted(5, "6,000")
                + ranks.formatted(5, "6,400")
                + ranks.formatted(5, "9,000")
                + ranks.formatted(6, "6,400");
        assertThat(measure(log).keptCount()).isEqualTo(2);
        assertThat(measure(log).seconds().p50()).isCloseTo(256.0 * 4096 / 64 / 6400, within(1e-9));
    }

    @Test
    void stepsOfAnotherSizeAreLeftOut() {
        String small = megatron(1, 500).replace("256", "128");
        assertThat(measure(small + small + megatron(3, 1000)).seconds().p50()).isEqualTo(1.0);
        assertThatThrownBy(() -> measure(small))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("run.log: line 1: global batch size (128) is not batch.global")
                .hasMessageContaining("(256)");
    }

    @Test
    void peaksAreToldWithWhatTheyCount() {
        assertThat(measure("step: 5  memory: 40.00GiB(50%)  tps: 6,000\nstep: 6  memory: 41.50GiB(50%)  tps: 6,000\n")
                        .peak())
                .hasValue(new PeakMemory(Basis.RESERVED, 41.5 * (1L << 30)));
        assertThat(measure(megatron(1, 900) + "memory (MB) | allocated: 1.0 | max allocated: 2048.0 | reserved: 9.0\n")
                        .peak())
                .hasValue(new PeakMemory(Basis.ALLOCATED, 2048.0 * (1 << 20)));
        assertThat(measure(megatron(1, 900)).peak()).isEmpty();
    }

    @Test
    void theSourceTellsFileDateLinesAndFormat() {
        assertThat(measure("started 2026-01-02 03:04:05\n" + megatron(1, 900) + megatron(2, 900))
                        .source())
                .isEqualTo("run.log of 2026-01-02, median of 2 lines in the format of megatron-lm after 0 left out");
    }

    @Test
    void tornLinesAndForeignBytesDoNoHarm() throws IOException {
        byte[] bytes = (megatron(1, 900) + "iteration 2/ 500 | elapsed time per iteration (ms): 1.2.3\n"
                        + "iteration 3/ 500 | elapsed time per iteration (ms): 0.0\n\u00ff")
                .getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("torn.log"), bytes);
        assertThat(MeasuredStep.ofLog(file, STEP).seconds().p50()).isEqualTo(0.9);
    }

    @Test
    void aLogWithoutStepsIsRefusedWithWhatIsUnderstood() {
        assertThatThrownBy(() -> measure("nothing here\n"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no line tells the time of a step")
                .hasMessageContaining("torchtitan: step: 10")
                .hasMessageContaining("--measured");
        assertThatThrownBy(() -> MeasuredStep.ofLog(folder.resolve("none.log"), STEP))
                .hasMessageContaining("none.log: no such file.");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theExamplesOfTheMessageAreUnderstood(LogFormat format) {
        assertThat(format.pace(format.example())).isPresent();
    }

    static Stream<LogFormat> formats() {
        return Stream.of(LogFormat.values());
    }
}

package org.stepcast.sampler.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.DeviceFacts;
import org.stepcast.sampler.backend.GradientReducer;
import org.stepcast.sampler.backend.ModelShape;
import org.stepcast.sampler.backend.ModelShape.Family;
import org.stepcast.sampler.backend.PreparedTraining;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.TrainingBackend;
import org.stepcast.sampler.backend.TrainingBackend.TrainingTask;

final class BenchTest {

    private static final ModelShape MODEL = new ModelShape("toy", Family.GPT2, 2, 64, 4, 4, 256, 1000, 128);
    private static final double PRODUCT_WEIGHTS = 2 * (4 * 64 * 64 + 2 * 64 * 256) + 64 * 1000;

    @Test
    void figuresAreThoseOfTheMedianStepAfterTheWarmUp() {
        BenchReport report = run(Strategy.DATA_PARALLEL, 2);

        assertThat(report.steps()).hasSize(3);
        assertThat(report.stepSeconds(0.5)).isEqualTo((1 + 2 + 3 + 4) * 2 / 1e6);
        assertThat(report.tokensPerSecond()).isEqualTo(8 * 32 / report.stepSeconds(0.5));
        double forwardFlops = 2 * PRODUCT_WEIGHTS * 8 * 32 + 4 * 2 * 64 * 32 * (8 * 32);
        assertThat(report.flopsPerSecond()).isEqualTo(3 * forwardFlops / report.stepSeconds(0.5));
        assertThat(report.mfuFraction()).isEqualTo(report.flopsPerSecond() / 1e12);
    }

    @Test
    void theTextBeginsWithTheLinesOfTheOlderTool() {
        assertThat(ReportText.of(run(Strategy.DATA_PARALLEL, 2)).lines())
                .startsWith(
                        "Model name: toy",
                        "Model size: 5M",
                        "Strategy: data-parallel",
                        "Batch size: 8",
                        "Seq length: 32",
                        "Number gpus: 2")
                .anyMatch(line -> line.startsWith("Tokens/sec/total: 25600000"))
                .anyMatch(line -> line.startsWith("TFLOP/sec/GPU of the forward pass alone: "));
    }

    @Test
    void jsonHasEveryStep() {
        assertThat(ReportJson.of(run(Strategy.SINGLE, 1)))
                .contains(
                        "\"stepSeconds\": [2.0E-5, 1.0E-5, 3.0E-5]", "\"deviceCount\": 1", "\"strategy\": \"single\"");
    }

    @Test
    void whatTheBackendLacksIsRefusedWithItsReason() {
        BenchTask task = new BenchTask(new TrainingTask(MODEL, 8, 32, Precision.BF16), Strategy.SINGLE, 1, 0, 1, 1e12);
        assertThatThrownBy(() -> new Bench(new Fake(), count -> GradientReducer.alone(), step -> {}).run(task))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("toy: unsupported: fp32 only");
        assertThatThrownBy(() -> Strategy.named("deepspeed_stage_3"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("sharded states")
                .hasMessageContaining("Possible: single, data-parallel");
    }

    private static BenchReport run(Strategy strategy, int rankCount) {
        TrainingTask training = new TrainingTask(MODEL, 8, 32, Precision.FP32);
        BenchTask task = new BenchTask(training, strategy, rankCount, 1, 3, 1e12);
        return new Bench(new Fake(), count -> GradientReducer.alone(), step -> {}).run(task);
    }

    /** Steps that take 100, 20, 10 and 30 microseconds. */
    private static final class Fake implements TrainingBackend {

        private final List<Integer> scales = List.of(10, 2, 1, 3);
        private int step;

        @Override
        public DeviceFacts device() {
            return new DeviceFacts("Fake-1t", 1, Map.of());
        }

        @Override
        public PreparedTraining prepare(TrainingTask task) throws Refusal {
            if (task.precision() != Precision.FP32) {
                throw new Refusal(Refusal.Kind.UNSUPPORTED, "fp32 only");
            }
            return new PreparedTraining() {
                @Override
                public StepTimes step(GradientReducer reducer) {
                    int scale = scales.get(step++);
                    return new StepTimes(1.0 * scale, 2.0 * scale, 3.0 * scale, 4.0 * scale, 10);
                }

                @Override
                public long parameterCount() {
                    return 5_000_000;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}

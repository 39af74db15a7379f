package org.stepcast.sampler.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.core.dataset.PublishedOperator;
import org.stepcast.core.dataset.SampleFormat;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/** What every backend of kernels keeps. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class KernelBackendContract {

    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("mp", "2"),
            Map.entry("b", "2"),
            Map.entry("h", "4"),
            Map.entry("l", "32"),
            Map.entry("dim", "128"),
            Map.entry("encoders", "2"),
            Map.entry("num_layers", "2"),
            Map.entry("hidden_size", "64"),
            Map.entry("param_tensors", "8"),
            Map.entry("params", "5000000"));

    private KernelBackend backend;

    /** A new backend. */
    protected abstract KernelBackend open();

    /** Whether the backend under test can run {@code task} here. */
    protected boolean runs(KernelTask task) {
        return true;
    }

    /** A task in a precision that the backend lacks for it. */
    protected KernelTask lackingPrecision() {
        return new KernelTask("gemm", new Gemm(8, 8, 8, Bias.NONE), Pass.FORWARD, Precision.FP8);
    }

    @BeforeAll
    final void openOnce() {
        backend = open();
    }

    @AfterAll
    final void closeOnce() {
        if (backend != null) {
            backend.close();
        }
    }

    static Stream<KernelTask> publishedTasks() {
        return Arrays.stream(PublishedOperator.values()).flatMap(KernelBackendContract::tasks);
    }

    static Stream<KernelTask> modernTasks() {
        return Stream.of(
                        task("gemm", "64", "96", "128"),
                        task("flash_attention", "2", "32", "8", "2", "16"),
                        task("rms_norm", "64", "128"),
                        task("swiglu", "64", "128"),
                        task("rotary", "2", "32", "8", "2", "16"),
                        task("vocabulary_embedding", "64", "1000", "32"),
                        task("cross_entropy", "2", "32", "1000"),
                        task("adam", "5000", "4", "2000"),
                        task("moe", "64", "32", "48", "2", "4", "1", "2", "balanced"))
                .flatMap(tasks -> tasks);
    }

    @ParameterizedTest
    @MethodSource({"publishedTasks", "modernTasks"})
    final void everyOperatorRunsInEveryPassAgainAndAgain(KernelTask task) throws Refusal {
        assumeTrue(runs(task), "not on this backend");
        try (PreparedKernel kernel = backend.prepare(task)) {
            for (int run = 0; run < 3; run++) {
                assertThat(kernel.runMicros()).as(task.text()).isPositive().isLessThan(60e6);
            }
        }
    }

    @Test
    final void moreWorkTakesLonger() throws Refusal {
        assertThat(fastest(new Gemm(1024, 512, 512, Bias.NONE)))
                .isGreaterThan(4 * fastest(new Gemm(64, 512, 512, Bias.NONE)));
    }

    @Test
    final void operandsThatDoNotFitAreRefusedAndTheRestGoesOn() throws Refusal {
        Gemm huge = new Gemm(1L << 21, 1L << 21, 1L << 20, Bias.NONE);

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> fastest(huge));

        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.OUT_OF_MEMORY);
        assertThat(fastest(new Gemm(64, 64, 64, Bias.NONE))).isPositive();
    }

    @Test
    final void aPrecisionThatItLacksIsRefusedWithTheReason() {
        assertThatThrownBy(() -> backend.prepare(lackingPrecision()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("fp8");
    }

    @Test
    final void theDeviceIsNamedAsFilesNeedIt() {
        assertThat(backend.device().name()).isNotBlank().doesNotContain("_", " ", "/");
        assertThat(backend.device().memoryBytes()).isPositive();
    }

    private double fastest(Gemm gemm) throws Refusal {
        double fastest = Double.MAX_VALUE;
        try (PreparedKernel kernel = backend.prepare(new KernelTask("gemm", gemm, Pass.FORWARD, Precision.FP32))) {
            for (int run = 0; run < 5; run++) {
                fastest = Math.min(fastest, kernel.runMicros());
            }
        }
        return fastest;
    }

    private static Stream<KernelTask> tasks(PublishedOperator operator) {
        return task(
                operator.publishedName(),
                operator.columns().stream()
                        .map(column -> SMALL.getOrDefault(column, "1"))
                        .toArray(String[]::new));
    }

    private static Stream<KernelTask> task(String name, String... cells) {
        SampleFormat format = SampleFormat.of(name, Precision.FP32).orElseThrow();
        return format.timeColumns().keySet().stream()
                .map(pass -> new KernelTask(name, format.operator(List.of(cells)), pass, Precision.FP32));
    }
}

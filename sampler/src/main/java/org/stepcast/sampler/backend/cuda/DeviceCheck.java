package org.stepcast.sampler.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.PreparedKernel;
import org.stepcast.sampler.backend.Refusal;

/** Whether a GPU computes right, and as fast as it should: to be run before it is sampled. */
public final class DeviceCheck {

    private static final long COPY_BYTES = 4L << 30;
    private static final Gemm LARGE = new Gemm(8192, 8192, 8192, Bias.NONE);
    private static final int LAUNCHES = 1000;
    private static final int RUNS = 9;

    private final CudaDriver driver;
    private final Routines routines;
    private final Stopwatch stopwatch;
    private final List<String> lines = new ArrayList<>();
    private int wrongCount;

    DeviceCheck(CudaDriver driver, Routines routines, Stopwatch stopwatch) {
        this.driver = driver;
        this.routines = routines;
        this.stopwatch = stopwatch;
    }

    /**
     * What was found.
     *
     * @param lines for a person
     * @param wrongCount results that differ from their references by more than rounding explains
     */
    public record Report(List<String> lines, int wrongCount) {

        public Report {
            lines = List.copyOf(lines);
        }
    }

    Report run() {
        lines.add(String.format(Locale.ROOT, "%-52s %-16s %10s %10s", "operator", "result", "error", "allowed"));
        VerificationTasks.all().forEach(this::verify);
        measure("device copy", this::copyRate);
        measure("bf16 product " + LARGE.shapeText(), this::productRate);
        measure("launch from the host", this::launchCost);
        return new Report(lines, wrongCount);
    }

    private void verify(KernelTask task) {
        try {
            for (Verification.Finding finding : new Verification(driver, routines).check(task)) {
                wrongCount += finding.isRight() ? 0 : 1;
                lines.add(String.format(
                        Locale.ROOT,
                        "%-52s %-16s %10.2e %10.0e%s",
                        task.text(),
                        finding.result(),
                        finding.errorFraction(),
                        finding.allowedFraction(),
                        finding.isRight() ? "" : "  WRONG"));
            }
        } catch (Refusal refusal) {
            lines.add(String.format(Locale.ROOT, "%-52s %s", task.text(), refusal.text()));
        }
    }

    /** Something that gives one figure with its unit. */
    @FunctionalInterface
    private interface Figure {
        String of() throws Refusal;
    }

    private void measure(String name, Figure figure) {
        try {
            lines.add(String.format(Locale.ROOT, "%-52s %s", name, figure.of()));
        } catch (Refusal refusal) {
            lines.add(String.format(Locale.ROOT, "%-52s %s", name, refusal.text()));
        }
    }

    /** Bytes read and written. */
    private String copyRate() throws Refusal {
        long from = driver.allocate(COPY_BYTES);
        try {
            long to = driver.allocate(COPY_BYTES);
            driver.fill(from, 1, COPY_BYTES);
            double micros = median(() -> stopwatch.micros(() -> driver.copy(to, from, COPY_BYTES)));
            driver.free(to);
            return String.format(Locale.ROOT, "%.3f TB/s read and written", 2 * COPY_BYTES / micros / 1e6);
        } finally {
            driver.free(from);
        }
    }

    private String productRate() throws Refusal {
        KernelTask task = new KernelTask("gemm", LARGE, Pass.FORWARD, Precision.BF16);
        try (PreparedKernel kernel = RepeatedRoutine.prepare(stopwatch, () -> routines.of(task))) {
            double flops = LARGE.work(Pass.FORWARD, Precision.BF16).flops();
            return String.format(Locale.ROOT, "%.1f TFLOP/s", flops / median(kernel::runMicros) / 1e6);
        }
    }

    /** What a small kernel costs the thread that starts it, whatever the device does meanwhile. */
    private String launchCost() throws Refusal {
        KernelTask task = VerificationTasks.smallest();
        try (Routine routine = routines.of(task)) {
            routine.enqueue();
            driver.synchronize();
            long start = System.nanoTime();
            for (int i = 0; i < LAUNCHES; i++) {
                routine.enqueue();
            }
            double micros = (System.nanoTime() - start) / 1e3 / LAUNCHES;
            driver.synchronize();
            return String.format(Locale.ROOT, "%.2f us", micros);
        }
    }

    private static double median(Timed timed) throws Refusal {
        double[] micros = new double[RUNS];
        timed.micros();
        for (int i = 0; i < RUNS; i++) {
            micros[i] = timed.micros();
        }
        Arrays.sort(micros);
        return micros[RUNS / 2];
    }

    /** One run. */
    @FunctionalInterface
    private interface Timed {
        double micros() throws Refusal;
    }
}

package org.stepcast.sampler.backend.cuda;

import java.util.Arrays;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.PreparedKernel;
import org.stepcast.sampler.backend.Refusal;

/** What tells one device from another at a glance: how fast it copies and multiplies, and what starting a kernel costs. */
final class DeviceRates {

    static final Gemm LARGE = new Gemm(8192, 8192, 8192, Bias.NONE);

    private static final long COPY_BYTES = 4L << 30;
    private static final int LAUNCHES = 1000;
    private static final int RUNS = 9;
    private static final double MICROS_PER_SECOND = 1e6;

    private final Routines routines;
    private final Stopwatch stopwatch;

    DeviceRates(Routines routines, Stopwatch stopwatch) {
        this.routines = routines;
        this.stopwatch = stopwatch;
    }

    /** Bytes read and written by a copy within device memory, of 4 GiB where there is room. */
    double copyBytesPerSecond() throws Refusal {
        CudaDriver driver = stopwatch.driver();
        long size = Math.min(COPY_BYTES, driver.freeMemoryBytes() / 8);
        long from = driver.allocate(size);
        try {
            long to = driver.allocate(size);
            driver.fill(from, 1, size);
            double micros = median(() -> stopwatch.micros(() -> driver.copy(to, from, size)));
            driver.free(to);
            return 2 * size / micros * MICROS_PER_SECOND;
        } finally {
            driver.free(from);
        }
    }

    /** Of {@link #LARGE} in bf16. */
    double productFlopsPerSecond() throws Refusal {
        KernelTask task = new KernelTask("gemm", LARGE, Pass.FORWARD, Precision.BF16);
        try (PreparedKernel kernel = RepeatedRoutine.prepare(stopwatch, () -> routines.of(task))) {
            double flops = LARGE.work(Pass.FORWARD, Precision.BF16).flops();
            return flops / median(kernel::runMicros) * MICROS_PER_SECOND;
        }
    }

    /** What a small kernel costs the thread that starts it, whatever the device does meanwhile. */
    double launchMicros() throws Refusal {
        CudaDriver driver = stopwatch.driver();
        try (Routine routine = routines.of(VerificationTasks.smallest())) {
            routine.enqueue();
            driver.synchronize();
            long start = System.nanoTime();
            for (int i = 0; i < LAUNCHES; i++) {
                routine.enqueue();
            }
            double micros = (System.nanoTime() - start) / 1e3 / LAUNCHES;
            driver.synchronize();
            return micros;
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

package org.stepcast.sampler.backend.cuda;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.DeviceFacts;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.PreparedKernel;
import org.stepcast.sampler.backend.Refusal;

/** Operators on one NVIDIA GPU. */
public final class CudaKernelBackend implements KernelBackend {

    private final CudaDriver driver;
    private final Routines routines;
    private final Stopwatch stopwatch;
    private final DeviceFacts facts;

    CudaKernelBackend(CudaDriver driver, Routines routines, Stopwatch stopwatch, DeviceFacts facts) {
        this.driver = driver;
        this.routines = routines;
        this.stopwatch = stopwatch;
        this.facts = facts;
    }

    /**
     * Opens GPU {@code ordinal} with the libraries that {@code finder} finds. cuBLASLt and cuDNN are opened when first
     * needed: without them, the operators that they compute are refused.
     *
     * @throws org.stepcast.core.error.NotCoveredException if there is no GPU, driver, or runtime compiler for the GPU
     */
    public static CudaKernelBackend open(LibraryFinder finder, int ordinal) {
        CudaDriver driver = CudaDriver.open(finder.open(CudaLibrary.DRIVER), ordinal);
        LibraryFinder usable = finder.upTo(driver.version() / 1000);
        NativeLibrary nvrtc = usable.open(CudaLibrary.NVRTC);
        int major = driver.attribute(DeviceAttribute.COMPUTE_MAJOR);
        String architecture = "sm_" + major + driver.attribute(DeviceAttribute.COMPUTE_MINOR);
        Nvrtc.requireKnown(nvrtc, architecture);
        return of(
                driver, new Nvrtc(nvrtc, architecture), new OptionalLibraries(usable), nvrtcFacts(nvrtc, architecture));
    }

    static CudaKernelBackend of(
            CudaDriver driver,
            KernelCompiler compiler,
            OptionalLibraries libraries,
            Map<String, String> compilerFacts) {
        int multiprocessors = driver.attribute(DeviceAttribute.MULTIPROCESSOR_COUNT);
        Workshop workshop = new Workshop(driver, new Kernels(driver, compiler), multiprocessors);
        MatrixProducts products = new MatrixProducts(libraries);
        Map<String, String> environment = new TreeMap<>(compilerFacts);
        environment.put("driver_cuda", version(driver.version()));
        environment.put("multiprocessors", Integer.toString(multiprocessors));
        environment.put("l2_cache_bytes", Integer.toString(driver.attribute(DeviceAttribute.L2_CACHE_BYTES)));
        environment.putAll(libraries.versions());
        Optional<DeviceMonitor> monitor = libraries.monitor(driver);
        monitor.ifPresent(found -> environment.putAll(found.standing()));
        DeviceFacts facts =
                new DeviceFacts(DeviceFacts.plain(driver.deviceName()), driver.freeMemoryBytes(), environment);
        Stopwatch stopwatch = new Stopwatch(driver, driver.attribute(DeviceAttribute.L2_CACHE_BYTES), monitor);
        return new CudaKernelBackend(
                driver, new Routines(workshop, products, new FusedAttention(libraries)), stopwatch, facts);
    }

    private static Map<String, String> nvrtcFacts(NativeLibrary nvrtc, String architecture) {
        return Map.of("nvrtc", Nvrtc.version(nvrtc), "architecture", architecture);
    }

    private static String version(int number) {
        return number / 1000 + "." + number % 1000 / 10;
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public DeviceFacts device() {
        return facts;
    }

    /** The same figures as those that end {@link #check}. */
    @Override
    public Map<String, String> measuredFacts() throws Refusal {
        DeviceRates rates = new DeviceRates(routines, stopwatch);
        return Map.of(
                "device_copy_bytes_per_second", String.format(Locale.ROOT, "%.4g", rates.copyBytesPerSecond()),
                "launch_micros", String.format(Locale.ROOT, "%.2f", rates.launchMicros()));
    }

    /** Each is for some operators at least. */
    @Override
    public void requireSupported(Precision precision) {}

    @Override
    public PreparedKernel prepare(KernelTask task) throws Refusal {
        return RepeatedRoutine.prepare(stopwatch, () -> routines.of(task));
    }

    /** Compares every operator with its reference, and measures what shows whether the device is in order. */
    public DeviceCheck.Report check() {
        return new DeviceCheck(driver, routines, new DeviceRates(routines, stopwatch)).run();
    }

    /** One run of a shape, to be compared with its reference. */
    Verification verification() {
        return new Verification(driver, routines);
    }

    @Override
    public void close() {
        stopwatch.close();
        driver.close();
    }
}

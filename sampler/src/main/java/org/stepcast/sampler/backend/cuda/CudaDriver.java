package org.stepcast.sampler.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.sampler.backend.Refusal;

/**
 * One GPU through CUDA's driver interface, which a driver of any version has. Works in the device's primary context, as the
 * libraries do. Use it from the thread that made it.
 */
public final class CudaDriver implements AutoCloseable {

    private static final int OUT_OF_MEMORY = 2;
    private static final int NO_DEVICE = 100;
    private static final int NOT_READY = 600;
    private static final int CAPTURE_THREAD_LOCAL = 1;

    private final NativeLibrary library;
    private final int device;
    private final long stream;

    private CudaDriver(NativeLibrary library, int device, long stream) {
        this.library = library;
        this.device = device;
        this.stream = stream;
    }

    /**
     * Opens GPU {@code ordinal} of those that {@code CUDA_VISIBLE_DEVICES} leaves visible.
     *
     * @throws NotCoveredException if there is none
     */
    public static CudaDriver open(NativeLibrary library, int ordinal) {
        int count = deviceCount(library);
        if (ordinal >= count) {
            throw new NotCoveredException(
                    "GPU " + ordinal + " cannot be used here: " + count + " are visible, counted from 0.");
        }
        int device = Native.intFrom(place -> requireSuccess(library, "cuDeviceGet", place, ordinal));
        long context = Native.longFrom(place -> requireSuccess(library, "cuDevicePrimaryCtxRetain", place, device));
        requireSuccess(library, "cuCtxSetCurrent", context);
        // Flag 1: apart from the default stream, so that it can be captured.
        long stream = Native.longFrom(place -> requireSuccess(library, "cuStreamCreate", place, 1));
        return new CudaDriver(library, device, stream);
    }

    /**
     * How many GPUs are visible.
     *
     * @throws NotCoveredException if there is none
     */
    public static int deviceCount(NativeLibrary library) {
        int status = library.call("cuInit", 0);
        if (status == NO_DEVICE) {
            throw new NotCoveredException("No NVIDIA GPU can be used here: the driver is there but sees no GPU.\n"
                    + "  Look at nvidia-smi and at CUDA_VISIBLE_DEVICES.");
        }
        if (status != 0) {
            throw new NotCoveredException("No NVIDIA GPU can be used here: the driver cannot start ("
                    + errorText(library, status) + ").\n  Look at nvidia-smi: it should list the GPU.");
        }
        return Native.intFrom(place -> requireSuccess(library, "cuDeviceGetCount", place));
    }

    /** The stream that all work goes to. */
    public long stream() {
        return stream;
    }

    public NativeLibrary library() {
        return library;
    }

    public String deviceName() {
        return Native.textFrom(256, place -> must("cuDeviceGetName", place, 256, device));
    }

    /** The address on the bus, by which NVML knows the device too. */
    public String busId() {
        return Native.textFrom(64, place -> must("cuDeviceGetPCIBusId", place, 64, device));
    }

    int attribute(DeviceAttribute attribute) {
        return Native.intFrom(place -> must("cuDeviceGetAttribute", place, attribute.number(), device));
    }

    /** CUDA's version that the driver has, as 13000 for 13.0. */
    public int version() {
        return Native.intFrom(place -> must("cuDriverGetVersion", place));
    }

    public long freeMemoryBytes() {
        return Native.longFrom(place -> Native.longFrom(total -> must("cuMemGetInfo_v2", place, total)));
    }

    public long allocate(long byteCount) throws Refusal {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(8);
            check(library.call("cuMemAlloc_v2", place, byteCount), () -> "for " + byteCount + " bytes");
            return place.get(JAVA_LONG, 0);
        }
    }

    public void free(long address) {
        must("cuMemFree_v2", address);
    }

    public void upload(MemorySegment source, long address) {
        must("cuMemcpyHtoD_v2", address, source, source.byteSize());
    }

    public void download(long address, MemorySegment target) {
        must("cuMemcpyDtoH_v2", target, address, target.byteSize());
    }

    /** Fills with one byte, in the order of the stream. */
    public void fill(long address, int value, long byteCount) throws Refusal {
        check(library.call("cuMemsetD8Async", address, value, byteCount, stream), () -> "filling memory");
    }

    void copy(long target, long source, long byteCount) throws Refusal {
        check(library.call("cuMemcpyDtoDAsync_v2", target, source, byteCount, stream), () -> "copying memory");
    }

    public long createEvent() {
        return Native.longFrom(place -> must("cuEventCreate", place, 0));
    }

    public void destroyEvent(long event) {
        must("cuEventDestroy_v2", event);
    }

    public void record(long event) {
        must("cuEventRecord", event, stream);
    }

    public double microsBetween(long start, long end) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment millis = arena.allocate(JAVA_FLOAT);
            must("cuEventElapsedTime", millis, start, end);
            return millis.get(JAVA_FLOAT, 0) * 1000.0;
        }
    }

    /** Whether all work is done; tells what of it failed. */
    public boolean isDone() throws Refusal {
        int status = library.call("cuStreamQuery", stream);
        check(status == NOT_READY ? 0 : status, () -> "running a kernel");
        return status != NOT_READY;
    }

    /** Waits for all work, and tells what of it failed. */
    public void synchronize() throws Refusal {
        check(library.call("cuStreamSynchronize", stream), () -> "running a kernel");
    }

    long loadModule(byte[] image) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(image.length + 1L);
            MemorySegment.copy(MemorySegment.ofArray(image), 0, bytes, 0, image.length);
            return Native.longFrom(place -> must("cuModuleLoadData", place, bytes));
        }
    }

    long function(long module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return Native.longFrom(place -> must("cuModuleGetFunction", place, module, text));
        }
    }

    /** Starts a kernel; {@code arguments} is an array of pointers to its arguments. */
    void launch(long function, LaunchSize size, MemorySegment arguments) throws Refusal {
        check(
                library.call(
                        "cuLaunchKernel",
                        function,
                        size.blockCount(),
                        size.sliceCount(),
                        1,
                        size.threadCount(),
                        1,
                        1,
                        0,
                        stream,
                        arguments,
                        MemorySegment.NULL),
                () -> "launching a kernel");
    }

    void beginCapture() {
        must("cuStreamBeginCapture_v2", stream, CAPTURE_THREAD_LOCAL);
    }

    /** The graph of the work since {@link #beginCapture}, ready to be launched. */
    long endCapture() {
        long graph = Native.longFrom(place -> must("cuStreamEndCapture", stream, place));
        long executable = Native.longFrom(place -> must("cuGraphInstantiateWithFlags", place, graph, 0L));
        must("cuGraphDestroy", graph);
        return executable;
    }

    void launchGraph(long executable) throws Refusal {
        check(library.call("cuGraphLaunch", executable, stream), () -> "launching a graph");
    }

    void destroyGraph(long executable) {
        must("cuGraphExecDestroy", executable);
    }

    @Override
    public void close() {
        must("cuStreamDestroy_v2", stream);
        must("cuDevicePrimaryCtxRelease_v2", device);
    }

    private void check(int status, Supplier<String> action) throws Refusal {
        if (status == OUT_OF_MEMORY) {
            throw new Refusal(Refusal.Kind.OUT_OF_MEMORY, "no device memory " + action.get());
        }
        if (status != 0) {
            throw new Refusal(Refusal.Kind.FAILED, action.get() + ": " + errorText(library, status));
        }
    }

    private void must(String function, Object... arguments) {
        requireSuccess(library, function, arguments);
    }

    private static void requireSuccess(NativeLibrary library, String function, Object... arguments) {
        int status = library.call(function, arguments);
        if (status != 0) {
            throw new IllegalStateException(function + ": " + errorText(library, status));
        }
    }

    private static String errorText(NativeLibrary library, int status) {
        long name = Native.longFrom(place -> library.call("cuGetErrorName", status, place));
        return Native.textAt(name) + ", " + status;
    }
}

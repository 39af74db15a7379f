package org.stepcast.sampler.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.stepcast.sampler.backend.Refusal;

/**
 * A graph of operations that cuDNN fuses. Tensors are [batch, head, row, column]; those without an address exist only inside of
 * the fused kernel. The numbers of attributes are part of the library's binary interface. Source: cudnn_graph.h.
 */
final class CudnnGraph {

    /** Descriptors by the number of their type. */
    private static final int POINTWISE = 0;

    private static final int ENGINE_CONFIG = 3;
    private static final int HEURISTICS = 4;
    private static final int POINTWISE_OPERATION = 13;
    private static final int GRAPH = 15;
    private static final int TENSOR = 17;
    private static final int MATMUL = 18;
    private static final int MATMUL_OPERATION = 19;
    private static final int REDUCTION = 21;
    private static final int REDUCTION_OPERATION = 22;
    private static final int RESHAPE_OPERATION = 31;
    private static final int DEVICE_PROPERTIES = 38;

    /** Types of attributes. */
    private static final int OF_HANDLE = 0;

    private static final int OF_DATA_TYPE = 1;
    private static final int OF_BOOLEAN = 2;
    private static final int OF_INT64 = 3;
    private static final int OF_HEURISTIC_MODE = 8;
    private static final int OF_POINTWISE_MODE = 14;
    private static final int OF_DESCRIPTOR = 15;
    private static final int OF_REDUCTION = 18;
    private static final int OF_TEXT = 24;

    private static final int HEURISTIC_MODE_A = 3;
    private static final long ALIGNMENT_BYTES = 16;

    /** What a pointwise operation computes. The numbers are those of cudnnPointwiseMode_t. */
    enum Mode {
        ADD(0),
        MULTIPLY(1),
        DIVIDE(6),
        SUBTRACT(9),
        EXPONENTIAL(13),
        LOGARITHM(15),
        IDENTITY(21),
        AT_LEAST(303),
        INDEX(501),
        SELECT(601);

        private final int number;

        Mode(int number) {
            this.number = number;
        }
    }

    /** How numbers lie in a tensor. The numbers are those of cudnnDataType_t. */
    enum Data {
        FP32(0),
        FP16(2),
        INT32(4),
        BF16(9),
        BOOLEAN(11);

        private final int number;

        Data(int number) {
            this.number = number;
        }
    }

    private final NativeLibrary library;
    private final long handle;
    private final Arena arena;
    private final List<Long> operations = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();
    private final List<Long> addresses = new ArrayList<>();
    private long tensorCount;

    /** @param handle of the library; 0 builds without a device */
    CudnnGraph(NativeLibrary library, long handle, Arena arena) {
        this.library = library;
        this.handle = handle;
        this.arena = arena;
    }

    /** A tensor that exists only inside of the kernel. */
    long virtual(Data data, List<Long> sizes, List<Long> strides) throws Refusal {
        return tensor(data, sizes, strides, true, false);
    }

    /** A tensor at an address of the device. */
    long at(long address, Data data, List<Long> sizes, List<Long> strides) throws Refusal {
        long tensor = tensor(data, sizes, strides, false, false);
        bind(address);
        return tensor;
    }

    /** One number. */
    long number(float value) throws Refusal {
        List<Long> one = List.of(1L, 1L, 1L, 1L);
        long tensor = tensor(Data.FP32, one, one, false, true);
        bind(arena.allocateFrom(JAVA_FLOAT, value).address());
        return tensor;
    }

    private void bind(long address) {
        ids.add(tensorCount);
        addresses.add(address);
    }

    private long tensor(Data data, List<Long> sizes, List<Long> strides, boolean isVirtual, boolean isByValue)
            throws Refusal {
        long tensor = create(TENSOR);
        set(tensor, 901, OF_DATA_TYPE, ints(data.number));
        set(tensor, 902, OF_INT64, longs(sizes));
        set(tensor, 903, OF_INT64, longs(strides));
        set(tensor, 906, OF_INT64, longs(List.of(++tensorCount)));
        set(tensor, 900, OF_INT64, longs(List.of(ALIGNMENT_BYTES)));
        if (isVirtual) {
            set(tensor, 907, OF_BOOLEAN, arena.allocateFrom(JAVA_BYTE, (byte) 1));
        }
        if (isByValue) {
            set(tensor, 908, OF_BOOLEAN, arena.allocateFrom(JAVA_BYTE, (byte) 1));
        }
        return finished(tensor);
    }

    /** c = a · b over the last two dimensions. */
    long multiply(long a, long b, long c) throws Refusal {
        long product = create(MATMUL);
        set(product, 1500, OF_DATA_TYPE, ints(Data.FP32.number));
        finish(product);
        operation(MATMUL_OPERATION, 1523, product, 1520, a, 1521, b, 1522, c);
        return c;
    }

    long apply(Mode mode, long x, long y) throws Refusal {
        operation(POINTWISE_OPERATION, 750, pointwise(mode, Data.FP32), 751, x, 753, y);
        return y;
    }

    long apply(Mode mode, long x, long b, long y) throws Refusal {
        Data computed = mode == Mode.AT_LEAST ? Data.BOOLEAN : Data.FP32;
        operation(POINTWISE_OPERATION, 750, pointwise(mode, computed), 751, x, 752, b, 753, y);
        return y;
    }

    /** y = x where {@code mask}, else b. */
    long select(long x, long b, long mask, long y) throws Refusal {
        operation(POINTWISE_OPERATION, 750, pointwise(Mode.SELECT, Data.FP32), 751, x, 752, b, 758, mask, 753, y);
        return y;
    }

    /** The place of each element of x along {@code axis}. */
    long index(long x, long axis, long y) throws Refusal {
        long pointwise = create(POINTWISE);
        set(pointwise, 0, OF_POINTWISE_MODE, ints(Mode.INDEX.number));
        set(pointwise, 1, OF_DATA_TYPE, ints(Data.INT32.number));
        set(pointwise, 9, OF_INT64, longs(List.of(axis)));
        operation(POINTWISE_OPERATION, 750, finished(pointwise), 751, x, 753, y);
        return y;
    }

    /** Sums over the dimensions in which y is smaller than x. */
    long sum(long x, long y) throws Refusal {
        return reduce(0, x, y);
    }

    long maximum(long x, long y) throws Refusal {
        return reduce(3, x, y);
    }

    private long reduce(int operator, long x, long y) throws Refusal {
        long reduction = create(REDUCTION);
        set(reduction, 1600, OF_REDUCTION, ints(operator));
        set(reduction, 1601, OF_DATA_TYPE, ints(Data.FP32.number));
        operation(REDUCTION_OPERATION, 1612, finished(reduction), 1610, x, 1611, y);
        return y;
    }

    /** The same elements seen with the sizes and strides of y. */
    long view(long x, long y) throws Refusal {
        operation(RESHAPE_OPERATION, 2200, x, 2201, y);
        return y;
    }

    private long pointwise(Mode mode, Data computed) throws Refusal {
        long pointwise = create(POINTWISE);
        set(pointwise, 0, OF_POINTWISE_MODE, ints(mode.number));
        set(pointwise, 1, OF_DATA_TYPE, ints(computed.number));
        return finished(pointwise);
    }

    /** @param attributes pairs of an attribute's number and a descriptor */
    private void operation(int type, long... attributes) throws Refusal {
        long operation = create(type);
        for (int i = 0; i < attributes.length; i += 2) {
            set(operation, Math.toIntExact(attributes[i]), OF_DESCRIPTOR, longs(List.of(attributes[i + 1])));
        }
        operations.add(finished(operation));
    }

    /** Engines for the graph, the best first, as the library's heuristics have it. */
    private List<Long> engines() throws Refusal {
        long heuristics = heuristics();
        finish(heuristics);
        MemorySegment count = arena.allocate(JAVA_LONG);
        check(get(heuristics, 0, count, MemorySegment.NULL), "cudnnBackendGetAttribute");
        List<Long> engines = new ArrayList<>();
        for (long i = 0; i < count.get(JAVA_LONG, 0); i++) {
            engines.add(create(ENGINE_CONFIG));
        }
        // The library fills the descriptors that the array names, and says how many of them.
        check(get(heuristics, engines.size(), count, longs(engines)), "cudnnBackendGetAttribute");
        return engines.subList(0, Math.toIntExact(Math.min(engines.size(), count.get(JAVA_LONG, 0))));
    }

    /** How many engines the library knows for the graph on a device that is described, not there. */
    long candidateCount(String deviceProperties) throws Refusal {
        long device = create(DEVICE_PROPERTIES);
        set(device, 2702, OF_TEXT, arena.allocateFrom(deviceProperties));
        long heuristics = heuristics();
        set(heuristics, 204, OF_DESCRIPTOR, longs(List.of(finished(device))));
        finish(heuristics);
        MemorySegment count = arena.allocate(JAVA_LONG);
        check(get(heuristics, 0, count, MemorySegment.NULL), "cudnnBackendGetAttribute");
        return count.get(JAVA_LONG, 0);
    }

    private long heuristics() throws Refusal {
        long graph = create(GRAPH);
        set(graph, 801, OF_DESCRIPTOR, longs(operations));
        if (handle != 0) {
            set(graph, 800, OF_HANDLE, longs(List.of(handle)));
        }
        long heuristics = create(HEURISTICS);
        set(heuristics, 201, OF_DESCRIPTOR, longs(List.of(finished(graph))));
        set(heuristics, 200, OF_HEURISTIC_MODE, ints(HEURISTIC_MODE_A));
        return heuristics;
    }

    /** The first plan that can be made. */
    CudnnPlan plan() throws Refusal {
        for (long engine : engines()) {
            long plan = create(CudnnPlan.PLAN);
            set(plan, 400, OF_HANDLE, longs(List.of(handle)));
            set(plan, 401, OF_DESCRIPTOR, longs(List.of(engine)));
            if (library.call("cudnnBackendFinalize", plan) == 0) {
                MemorySegment count = arena.allocate(JAVA_LONG);
                MemorySegment workspace = arena.allocate(JAVA_LONG);
                int status = library.call("cudnnBackendGetAttribute", plan, 402, OF_INT64, 1L, count, workspace);
                check(status, "cudnnBackendGetAttribute");
                return new CudnnPlan(library, handle, plan, workspace.get(JAVA_LONG, 0), ids, addresses);
            }
        }
        throw new Refusal(Refusal.Kind.UNSUPPORTED, "cuDNN has no engine for this attention");
    }

    private int get(long heuristics, long most, MemorySegment count, MemorySegment values) {
        return library.call("cudnnBackendGetAttribute", heuristics, 202, OF_DESCRIPTOR, most, count, values);
    }

    private long create(int type) throws Refusal {
        MemorySegment place = arena.allocate(JAVA_LONG);
        check(library.call("cudnnBackendCreateDescriptor", type, place), "cudnnBackendCreateDescriptor " + type);
        return place.get(JAVA_LONG, 0);
    }

    private void set(long descriptor, int attribute, int type, MemorySegment values) throws Refusal {
        long size =
                type == OF_BOOLEAN || type == OF_TEXT ? 1 : isLong(type) ? JAVA_LONG.byteSize() : JAVA_INT.byteSize();
        int status =
                library.call("cudnnBackendSetAttribute", descriptor, attribute, type, values.byteSize() / size, values);
        check(status, "cudnnBackendSetAttribute " + attribute);
    }

    private static boolean isLong(int type) {
        return type == OF_INT64 || type == OF_DESCRIPTOR || type == OF_HANDLE;
    }

    private long finished(long descriptor) throws Refusal {
        finish(descriptor);
        return descriptor;
    }

    private void finish(long descriptor) throws Refusal {
        check(library.call("cudnnBackendFinalize", descriptor), "cudnnBackendFinalize");
    }

    private MemorySegment ints(int value) {
        return arena.allocateFrom(JAVA_INT, value);
    }

    private MemorySegment longs(List<Long> values) {
        return arena.allocateFrom(
                JAVA_LONG, values.stream().mapToLong(Long::longValue).toArray());
    }

    private static void check(int status, String function) throws Refusal {
        if (status != 0) {
            throw new Refusal(Refusal.Kind.UNSUPPORTED, function + ": cuDNN status " + status);
        }
    }
}

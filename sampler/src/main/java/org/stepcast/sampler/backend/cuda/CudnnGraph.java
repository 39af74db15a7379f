package org.stepcast.sampler.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.AttentionGraph.Place;
import org.stepcast.sampler.backend.cuda.CudnnDescriptors.ValueType;

/**
 * A graph of operations that cuDNN fuses. Tensors are [batch, head, row, column]; those without an address exist only inside of
 * the fused kernel. The numbers of attributes are part of the library's binary interface. Source: cudnn_graph.h.
 */
final class CudnnGraph {

    /** Descriptors by the number of their type. */
    private static final int POINTWISE = 0;

    private static final int ENGINE_CONFIG = 3;
    private static final int HEURISTICS = 4;
    private static final int PLAN = 5;
    private static final int POINTWISE_OPERATION = 13;
    private static final int GRAPH = 15;
    private static final int TENSOR = 17;
    private static final int MATMUL = 18;
    private static final int MATMUL_OPERATION = 19;
    private static final int REDUCTION = 21;
    private static final int REDUCTION_OPERATION = 22;
    private static final int RESHAPE_OPERATION = 31;
    private static final int DEVICE_PROPERTIES = 38;

    /** The attribute of heuristics that holds engines. */
    private static final int ENGINES = 202;

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

    private final CudnnDescriptors descriptors;
    private final long handle;
    private final List<Long> operations = new ArrayList<>();
    private final Map<Long, Place> operands = new LinkedHashMap<>();
    private final Map<Long, Long> numbers = new LinkedHashMap<>();
    private long tensorCount;

    /** @param handle of the library; 0 builds without a device */
    CudnnGraph(CudnnDescriptors descriptors, long handle) {
        this.descriptors = descriptors;
        this.handle = handle;
    }

    /** A tensor that exists only inside of the kernel. */
    long virtual(Data data, List<Long> sizes, List<Long> strides) throws Refusal {
        return tensor(data, sizes, strides, true, false);
    }

    /** A tensor in memory of the device, of those that a run is given. */
    long operand(Place place, Data data, List<Long> sizes, List<Long> strides) throws Refusal {
        long tensor = tensor(data, sizes, strides, false, false);
        operands.put(tensorCount, place);
        return tensor;
    }

    /** One number. */
    long number(float value) throws Refusal {
        List<Long> one = List.of(1L, 1L, 1L, 1L);
        long tensor = tensor(Data.FP32, one, one, false, true);
        numbers.put(
                tensorCount, descriptors.arena().allocateFrom(JAVA_FLOAT, value).address());
        return tensor;
    }

    private long tensor(Data data, List<Long> sizes, List<Long> strides, boolean isVirtual, boolean isByValue)
            throws Refusal {
        long tensor = descriptors.create(TENSOR);
        descriptors.set(tensor, 901, ValueType.DATA_TYPE, data.number);
        descriptors.set(tensor, 902, ValueType.INT64, sizes);
        descriptors.set(tensor, 903, ValueType.INT64, strides);
        descriptors.set(tensor, 906, ValueType.INT64, List.of(++tensorCount));
        descriptors.set(tensor, 900, ValueType.INT64, List.of(ALIGNMENT_BYTES));
        if (isVirtual) {
            descriptors.setTrue(tensor, 907);
        }
        if (isByValue) {
            descriptors.setTrue(tensor, 908);
        }
        return descriptors.finished(tensor);
    }

    /** c = a · b over the last two dimensions. */
    long multiply(long a, long b, long c) throws Refusal {
        long product = descriptors.create(MATMUL);
        descriptors.set(product, 1500, ValueType.DATA_TYPE, Data.FP32.number);
        descriptors.finished(product);
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
        long pointwise = descriptors.create(POINTWISE);
        descriptors.set(pointwise, 0, ValueType.POINTWISE_MODE, Mode.INDEX.number);
        descriptors.set(pointwise, 1, ValueType.DATA_TYPE, Data.INT32.number);
        descriptors.set(pointwise, 9, ValueType.INT64, List.of(axis));
        operation(POINTWISE_OPERATION, 750, descriptors.finished(pointwise), 751, x, 753, y);
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
        long reduction = descriptors.create(REDUCTION);
        descriptors.set(reduction, 1600, ValueType.REDUCTION, operator);
        descriptors.set(reduction, 1601, ValueType.DATA_TYPE, Data.FP32.number);
        operation(REDUCTION_OPERATION, 1612, descriptors.finished(reduction), 1610, x, 1611, y);
        return y;
    }

    /** The same elements seen with the sizes and strides of y. */
    long view(long x, long y) throws Refusal {
        operation(RESHAPE_OPERATION, 2200, x, 2201, y);
        return y;
    }

    private long pointwise(Mode mode, Data computed) throws Refusal {
        long pointwise = descriptors.create(POINTWISE);
        descriptors.set(pointwise, 0, ValueType.POINTWISE_MODE, mode.number);
        descriptors.set(pointwise, 1, ValueType.DATA_TYPE, computed.number);
        return descriptors.finished(pointwise);
    }

    /** @param attributes pairs of an attribute's number and a descriptor */
    private void operation(int type, long... attributes) throws Refusal {
        long operation = descriptors.create(type);
        for (int i = 0; i < attributes.length; i += 2) {
            descriptors.set(
                    operation, Math.toIntExact(attributes[i]), ValueType.DESCRIPTOR, List.of(attributes[i + 1]));
        }
        operations.add(descriptors.finished(operation));
    }

    /** Engines for the graph, the best first, as the library's heuristics have it. */
    private List<Long> engines() throws Refusal {
        long heuristics = descriptors.finished(heuristics());
        long known = engineCount(heuristics);
        List<Long> engines = new ArrayList<>();
        for (long i = 0; i < known; i++) {
            engines.add(descriptors.create(ENGINE_CONFIG));
        }
        // The library fills the descriptors that the array names, and says how many of them.
        long filled = descriptors.get(heuristics, ENGINES, ValueType.DESCRIPTOR, descriptors.longs(engines));
        return engines.subList(0, Math.toIntExact(Math.min(known, filled)));
    }

    /** How many engines the library knows for the graph on a device that is described, not there. */
    long engineCount(String deviceProperties) throws Refusal {
        long device = descriptors.create(DEVICE_PROPERTIES);
        descriptors.set(device, 2702, ValueType.TEXT, descriptors.arena().allocateFrom(deviceProperties));
        long heuristics = heuristics();
        descriptors.set(heuristics, 204, ValueType.DESCRIPTOR, List.of(descriptors.finished(device)));
        return engineCount(descriptors.finished(heuristics));
    }

    private long engineCount(long heuristics) throws Refusal {
        return descriptors.get(heuristics, ENGINES, ValueType.DESCRIPTOR, MemorySegment.NULL);
    }

    private long heuristics() throws Refusal {
        long graph = descriptors.create(GRAPH);
        descriptors.set(graph, 801, ValueType.DESCRIPTOR, operations);
        if (handle != 0) {
            descriptors.set(graph, 800, ValueType.HANDLE, List.of(handle));
        }
        long heuristics = descriptors.create(HEURISTICS);
        descriptors.set(heuristics, 201, ValueType.DESCRIPTOR, List.of(descriptors.finished(graph)));
        descriptors.set(heuristics, 200, ValueType.HEURISTIC_MODE, HEURISTIC_MODE_A);
        return heuristics;
    }

    /** The plan of the first engine that takes the graph. */
    CudnnPlan plan() throws Refusal {
        for (long engine : engines()) {
            long plan = descriptors.create(PLAN);
            descriptors.set(plan, 400, ValueType.HANDLE, List.of(handle));
            descriptors.set(plan, 401, ValueType.DESCRIPTOR, List.of(engine));
            if (descriptors.library().call("cudnnBackendFinalize", plan) == 0) {
                MemorySegment workspace = descriptors.arena().allocate(JAVA_LONG);
                descriptors.get(plan, 402, ValueType.INT64, workspace);
                return new CudnnPlan(descriptors, handle, plan, workspace.get(JAVA_LONG, 0), operands, numbers);
            }
        }
        throw new Refusal(Refusal.Kind.UNSUPPORTED, "cuDNN has no engine for this attention");
    }
}

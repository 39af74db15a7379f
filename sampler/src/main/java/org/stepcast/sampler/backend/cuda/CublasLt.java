package org.stepcast.sampler.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.Product.Epilogue;
import org.stepcast.sampler.backend.cuda.Product.Order;

/**
 * Products by cuBLASLt with the algorithm that its heuristics put first, as frameworks do. The numbers of attributes and
 * enumerations are part of the library's binary interface. Source: cublasLt.h, cublas_api.h, library_types.h.
 */
final class CublasLt {

    private static final int LAYOUT_BATCH_COUNT = 5;
    private static final int LAYOUT_BATCH_STRIDE = 6;
    private static final int MATMUL_LEFT = 3;
    private static final int MATMUL_RIGHT = 4;
    private static final int MATMUL_EPILOGUE = 7;
    private static final int MATMUL_BIAS_POINTER = 8;
    private static final int MATMUL_FAST_ACCUMULATION = 25;
    private static final int MATMUL_BIAS_TYPE = 26;
    private static final int PREFERENCE_WORKSPACE_BYTES = 1;
    private static final int COMPUTE_FP32 = 68;
    private static final int COMPUTE_TF32 = 77;

    /** Of cublasLtMatmulHeuristicResult_t: algorithm, workspace, state, waves, reserved. */
    private static final long HEURISTIC_BYTES = 96;

    /** Source: PyTorch's default for Hopper. */
    private static final long WORKSPACE_BYTES = 32 << 20;

    private final NativeLibrary library;
    private final long handle;
    private final long workspace;
    private final long stream;

    private CublasLt(NativeLibrary library, long handle, long workspace, long stream) {
        this.library = library;
        this.handle = handle;
        this.workspace = workspace;
        this.stream = stream;
    }

    static CublasLt open(NativeLibrary library, CudaDriver driver) throws Refusal {
        int[] status = new int[1];
        long handle = Native.longFrom(place -> status[0] = library.call("cublasLtCreate", place));
        check(status[0], "cublasLtCreate");
        return new CublasLt(library, handle, driver.allocate(WORKSPACE_BYTES), driver.stream());
    }

    /** Products in fp8 give bf16. */
    ElementType resultType(Precision precision) {
        return precision == Precision.FP8 ? ElementType.BF16 : ElementType.of(precision);
    }

    /** Adds D = A · B. {@code bias} is used as {@code epilogue} says. */
    void add(RoutineBuilder builder, Product product, Epilogue epilogue, Operand a, Operand b, Operand d, Operand bias)
            throws Refusal {
        long description = description(builder.arena(), product, epilogue, bias);
        Plan plan = plan(builder.arena(), product, description, a, b, d);
        builder.add(() -> check(
                library.call(
                        "cublasLtMatmul",
                        handle,
                        plan.descriptionHandle(),
                        plan.one(),
                        a.address(),
                        plan.leftHandle(),
                        b.address(),
                        plan.rightHandle(),
                        plan.zero(),
                        d.address(),
                        plan.resultHandle(),
                        d.address(),
                        plan.resultHandle(),
                        plan.algorithm(),
                        workspace,
                        WORKSPACE_BYTES,
                        stream),
                "cublasLtMatmul"));
    }

    private long description(Arena arena, Product product, Epilogue epilogue, Operand bias) throws Refusal {
        int compute = product.precision() == Precision.TF32 ? COMPUTE_TF32 : COMPUTE_FP32;
        long description = created("cublasLtMatmulDescCreate", arena, compute, number(ElementType.FP32));
        setMatmul(description, MATMUL_LEFT, arena.allocateFrom(JAVA_INT, number(product.left())));
        setMatmul(description, MATMUL_RIGHT, arena.allocateFrom(JAVA_INT, number(product.right())));
        if (product.precision() == Precision.FP8 && epilogue != Epilogue.BIAS_GRADIENT) {
            setMatmul(description, MATMUL_FAST_ACCUMULATION, arena.allocateFrom(JAVA_BYTE, (byte) 1));
        }
        if (epilogue != Epilogue.NONE) {
            setMatmul(description, MATMUL_EPILOGUE, arena.allocateFrom(JAVA_INT, number(epilogue)));
            setMatmul(description, MATMUL_BIAS_POINTER, arena.allocateFrom(JAVA_LONG, bias.address()));
            setMatmul(description, MATMUL_BIAS_TYPE, arena.allocateFrom(JAVA_INT, number(bias.type())));
        }
        return description;
    }

    private Plan plan(Arena arena, Product p, long description, Operand a, Operand b, Operand d) throws Refusal {
        long left = layout(arena, p, a.type(), p.left() == Order.PLAIN ? p.m() : p.k(), p.m() * p.k());
        long right = layout(arena, p, b.type(), p.right() == Order.PLAIN ? p.k() : p.n(), p.k() * p.n());
        long result = layout(arena, p, d.type(), p.m(), p.m() * p.n());
        long preference = created("cublasLtMatmulPreferenceCreate", arena);
        check(
                library.call(
                        "cublasLtMatmulPreferenceSetAttribute",
                        preference,
                        PREFERENCE_WORKSPACE_BYTES,
                        arena.allocateFrom(JAVA_LONG, WORKSPACE_BYTES),
                        (long) Long.BYTES),
                "cublasLtMatmulPreferenceSetAttribute");
        MemorySegment algorithm = arena.allocate(HEURISTIC_BYTES, Long.BYTES);
        MemorySegment found = arena.allocate(JAVA_INT);
        int status = library.call(
                "cublasLtMatmulAlgoGetHeuristic",
                handle,
                description,
                left,
                right,
                result,
                result,
                preference,
                1,
                algorithm,
                found);
        if (status != 0 || found.get(JAVA_INT, 0) == 0) {
            throw new Refusal(
                    Refusal.Kind.UNSUPPORTED,
                    "cuBLASLt has no algorithm for " + p.m() + "x" + p.n() + "x" + p.k() + " in "
                            + p.precision().label() + " (status " + status + ")");
        }
        MemorySegment one = arena.allocateFrom(JAVA_FLOAT, 1);
        MemorySegment zero = arena.allocateFrom(JAVA_FLOAT, 0);
        return new Plan(description, left, right, result, algorithm, one, zero);
    }

    /** @param rows as stored, which is the leading dimension too */
    private long layout(Arena arena, Product product, ElementType type, long rows, long elements) throws Refusal {
        long layout = created("cublasLtMatrixLayoutCreate", arena, number(type), rows, elements / rows, rows);
        if (product.batchCount() > 1) {
            setLayout(layout, LAYOUT_BATCH_COUNT, arena.allocateFrom(JAVA_INT, Math.toIntExact(product.batchCount())));
            setLayout(layout, LAYOUT_BATCH_STRIDE, arena.allocateFrom(JAVA_LONG, elements));
        }
        return layout;
    }

    /** Handles live as long as the process, a few hundred bytes each. */
    private long created(String function, Arena arena, Object... rest) throws Refusal {
        MemorySegment place = arena.allocate(JAVA_LONG);
        Object[] arguments = new Object[rest.length + 1];
        arguments[0] = place;
        System.arraycopy(rest, 0, arguments, 1, rest.length);
        check(library.call(function, arguments), function);
        return place.get(JAVA_LONG, 0);
    }

    private void setMatmul(long description, int attribute, MemorySegment value) throws Refusal {
        int status = library.call("cublasLtMatmulDescSetAttribute", description, attribute, value, value.byteSize());
        check(status, "cublasLtMatmulDescSetAttribute " + attribute);
    }

    private void setLayout(long layout, int attribute, MemorySegment value) throws Refusal {
        int status = library.call("cublasLtMatrixLayoutSetAttribute", layout, attribute, value, value.byteSize());
        check(status, "cublasLtMatrixLayoutSetAttribute " + attribute);
    }

    private static int number(ElementType type) {
        return switch (type) {
            case FP32 -> 0;
            case FP16 -> 2;
            case BF16 -> 14;
            case E4M3 -> 28;
            case E5M2 -> 29;
            case INT32, INT64, BYTE -> throw new IllegalArgumentException("no product of " + type);
        };
    }

    private static int number(Order order) {
        return order == Order.TRANSPOSED ? 1 : 0;
    }

    private static int number(Epilogue epilogue) {
        return switch (epilogue) {
            case NONE -> 1;
            case BIAS -> 4;
            case BIAS_GRADIENT -> 512;
        };
    }

    private static void check(int status, String function) throws Refusal {
        if (status != 0) {
            throw new Refusal(Refusal.Kind.FAILED, function + ": status " + status);
        }
    }

    /** A product ready to be run: the library's handles, and its algorithm. */
    private record Plan(
            long descriptionHandle,
            long leftHandle,
            long rightHandle,
            long resultHandle,
            MemorySegment algorithm,
            MemorySegment one,
            MemorySegment zero) {}
}

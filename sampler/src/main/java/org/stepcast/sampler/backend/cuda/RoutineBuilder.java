package org.stepcast.sampler.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.Operand.Role;

/** Allocates the operands of one routine, fills them with random numbers, and collects its steps. */
final class RoutineBuilder {

    /** A pattern that is not a number in any floating-point type: what a kernel leaves out is seen. */
    private static final int POISON = 0xff;

    private final Workshop workshop;
    private final ElementType type;
    private final Arena arena = Arena.ofConfined();
    private final List<Operand> operands = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private boolean isSetUp;

    /** @param type of the elements that kernels work on */
    RoutineBuilder(Workshop workshop, ElementType type) {
        this.workshop = workshop;
        this.type = type;
    }

    ElementType type() {
        return type;
    }

    int multiprocessorCount() {
        return workshop.multiprocessorCount();
    }

    CudaDriver driver() {
        return workshop.driver();
    }

    /** Memory of this process that lives as long as the routine. */
    Arena arena() {
        return arena;
    }

    /** {@code count} elements as 16-byte packs: what kernels count in. */
    long packs(long count) throws Refusal {
        long lanes = 16 / type.byteCount();
        if (count % lanes != 0) {
            throw new Refusal(
                    Refusal.Kind.UNSUPPORTED, "rows of " + count + " elements: must be a multiple of " + lanes);
        }
        return count / lanes;
    }

    Operand random(String name, long count) throws Refusal {
        return random(name, Role.INPUT, type, count, 1.0f);
    }

    /** Normally distributed around zero. */
    Operand random(String name, Role role, ElementType elements, long count, float deviation) throws Refusal {
        Operand operand = allocate(name, role, elements, count);
        long seed = operands.size();
        LaunchSize size = LaunchSize.over(count, multiprocessorCount());
        switch (elements) {
            case E4M3, E5M2 ->
                kernel("elementwise", ElementType.FP32, "fill_random_fp8", size, operand, count, seed)
                        .enqueue();
            default ->
                kernel("elementwise", elements, "fill_random", size, operand, count, seed, deviation)
                        .enqueue();
        }
        return operand;
    }

    /** Whole numbers from 0 to {@code bound}, not included, all as likely. */
    Operand randomIndices(String name, long count, long bound) throws Refusal {
        Operand operand = allocate(name, Role.INPUT, ElementType.INT64, count);
        LaunchSize size = LaunchSize.over(count, multiprocessorCount());
        kernel("elementwise", ElementType.FP32, "fill_random_index", size, operand, count, 1L, bound)
                .enqueue();
        return operand;
    }

    Operand result(String name, long count) throws Refusal {
        return result(name, type, count);
    }

    Operand result(String name, ElementType elements, long count) throws Refusal {
        return filled(name, Role.RESULT, elements, count, POISON);
    }

    Operand scratch(ElementType elements, long count) throws Refusal {
        return filled("scratch" + operands.size(), Role.SCRATCH, elements, count, POISON);
    }

    /** Every byte the same. */
    Operand filled(String name, Role role, ElementType elements, long count, int value) throws Refusal {
        Operand operand = allocate(name, role, elements, count);
        driver().fill(operand.address(), value, operand.sizeBytes());
        return operand;
    }

    Operand uploaded(String name, long[] values) throws Refusal {
        Operand operand = allocate(name, Role.SCRATCH, ElementType.INT64, values.length);
        driver().upload(arena.allocateFrom(ValueLayout.JAVA_LONG, values), operand.address());
        return operand;
    }

    /** What follows until {@link #setUp} ends is done once, before the routine: its inputs. */
    RoutineBuilder setUp(SetUp work) throws Refusal {
        isSetUp = true;
        work.run();
        isSetUp = false;
        return this;
    }

    /** Work that is done once. */
    @FunctionalInterface
    interface SetUp {
        void run() throws Refusal;
    }

    /** Adds a kernel. Operands among {@code arguments} stand for their addresses. */
    void launch(String family, String function, LaunchSize size, Object... arguments) throws Refusal {
        add(kernel(family, type, function, size, arguments));
    }

    /** Adds any other step. */
    void add(Step step) throws Refusal {
        if (isSetUp) {
            step.enqueue();
        } else {
            steps.add(step);
        }
    }

    /** Whether what failed or succeeded, the memory is freed with the routine. */
    Routine build() throws Refusal {
        driver().synchronize();
        return new Routine(operands, steps, this::release);
    }

    /** Frees what was allocated; for routines that could not be built. */
    void release() {
        operands.forEach(operand -> driver().free(operand.address()));
        operands.clear();
        arena.close();
    }

    private Operand allocate(String name, Role role, ElementType elements, long count) throws Refusal {
        long address = driver().allocate(count * elements.byteCount());
        Operand operand = new Operand(name, role, address, elements, count);
        operands.add(operand);
        return operand;
    }

    private Step kernel(String family, ElementType elements, String function, LaunchSize size, Object... arguments) {
        long handle = workshop.kernels().function(family, elements, function);
        MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            pointers.setAtIndex(ValueLayout.ADDRESS, i, argument(arguments[i]));
        }
        return () -> driver().launch(handle, size, pointers);
    }

    private MemorySegment argument(Object value) {
        return switch (value) {
            case Operand operand -> arena.allocateFrom(ValueLayout.JAVA_LONG, operand.address());
            case Long number -> arena.allocateFrom(ValueLayout.JAVA_LONG, number);
            case Integer number -> arena.allocateFrom(ValueLayout.JAVA_INT, number);
            case Float number -> arena.allocateFrom(ValueLayout.JAVA_FLOAT, number);
            default -> throw new IllegalArgumentException("no kernel argument: " + value.getClass());
        };
    }
}

package org.stepcast.sampler.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.stepcast.sampler.backend.Refusal;

/** Makes, fills and at its end frees the objects of which cuDNN's graphs consist. Source: cudnn_graph.h. */
final class CudnnDescriptors implements AutoCloseable {

    /** Types of attributes: number and size of one value. The numbers are those of cudnnBackendAttributeType_t. */
    enum ValueType {
        HANDLE(0, 8),
        DATA_TYPE(1, 4),
        BOOLEAN(2, 1),
        INT64(3, 8),
        POINTER(6, 8),
        HEURISTIC_MODE(8, 4),
        POINTWISE_MODE(14, 4),
        DESCRIPTOR(15, 8),
        REDUCTION(18, 4),
        TEXT(24, 1);

        private final int number;
        private final long sizeBytes;

        ValueType(int number, long sizeBytes) {
            this.number = number;
            this.sizeBytes = sizeBytes;
        }
    }

    private final NativeLibrary library;
    private final Arena arena = Arena.ofConfined();
    private final List<Long> created = new ArrayList<>();

    CudnnDescriptors(NativeLibrary library) {
        this.library = library;
    }

    NativeLibrary library() {
        return library;
    }

    /** Memory that lives as long as the descriptors. */
    Arena arena() {
        return arena;
    }

    /** @param type as cudnnBackendDescriptorType_t numbers it */
    long create(int type) throws Refusal {
        MemorySegment place = arena.allocate(JAVA_LONG);
        check(library.call("cudnnBackendCreateDescriptor", type, place), "cudnnBackendCreateDescriptor " + type);
        long descriptor = place.get(JAVA_LONG, 0);
        created.add(descriptor);
        return descriptor;
    }

    void set(long descriptor, int attribute, ValueType type, MemorySegment values) throws Refusal {
        int status = library.call(
                "cudnnBackendSetAttribute",
                descriptor,
                attribute,
                type.number,
                values.byteSize() / type.sizeBytes,
                values);
        check(status, "cudnnBackendSetAttribute " + attribute);
    }

    void set(long descriptor, int attribute, ValueType type, List<Long> values) throws Refusal {
        set(descriptor, attribute, type, longs(values));
    }

    void set(long descriptor, int attribute, ValueType type, int value) throws Refusal {
        set(descriptor, attribute, type, arena.allocateFrom(JAVA_INT, value));
    }

    void setTrue(long descriptor, int attribute) throws Refusal {
        set(descriptor, attribute, ValueType.BOOLEAN, arena.allocateFrom(JAVA_BYTE, (byte) 1));
    }

    /** How many values the attribute has; the first of them are written to {@code values}. */
    long get(long descriptor, int attribute, ValueType type, MemorySegment values) throws Refusal {
        MemorySegment count = arena.allocate(JAVA_LONG);
        int status = library.call(
                "cudnnBackendGetAttribute",
                descriptor,
                attribute,
                type.number,
                values.byteSize() / type.sizeBytes,
                count,
                values);
        check(status, "cudnnBackendGetAttribute " + attribute);
        return count.get(JAVA_LONG, 0);
    }

    /** Ends the setting of attributes. */
    long finished(long descriptor) throws Refusal {
        check(library.call("cudnnBackendFinalize", descriptor), "cudnnBackendFinalize");
        return descriptor;
    }

    MemorySegment longs(List<Long> values) {
        return arena.allocateFrom(
                JAVA_LONG, values.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public void close() {
        created.reversed().forEach(descriptor -> library.call("cudnnBackendDestroyDescriptor", descriptor));
        arena.close();
    }

    private static void check(int status, String function) throws Refusal {
        if (status != 0) {
            throw new Refusal(Refusal.Kind.UNSUPPORTED, function + ": cuDNN status " + status);
        }
    }
}

package org.stepcast.sampler.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads what C functions write through pointers. */
public final class Native {

    /** A function that writes one 8-byte value, or one of less, to {@code place}. */
    @FunctionalInterface
    public interface Writer {
        void write(MemorySegment place);
    }

    private Native() {}

    /** The handle, address or number of 8 bytes that {@code writer} writes. */
    public static long longFrom(Writer writer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ValueLayout.JAVA_LONG);
            writer.write(place);
            return place.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** The number of 4 bytes that {@code writer} writes. */
    public static int intFrom(Writer writer) {
        return (int) longFrom(writer);
    }

    /** The text of at most {@code byteCount} bytes that {@code writer} writes. */
    public static String textFrom(int byteCount, Writer writer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(byteCount);
            writer.write(place);
            return place.getString(0);
        }
    }

    /** The text at an address that a library owns. */
    @SuppressWarnings("restricted") // A C string has no length: it ends where its zero byte is.
    public static String textAt(long address) {
        return address == 0
                ? ""
                : MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0);
    }
}

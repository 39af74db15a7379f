package org.stepcast.estimator.catalogue;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads what {@link PackedOutput} wrote. Ends early with {@link BufferUnderflowException}; numbers that cannot be are
 * {@link IllegalArgumentException}.
 */
final class PackedInput {

    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 1 << PAYLOAD_BITS;
    private static final int MOST_BITS = 63;

    private final ByteBuffer bytes;

    PackedInput(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static PackedInput of(byte[] bytes) {
        return new PackedInput(ByteBuffer.wrap(bytes));
    }

    long readLong() {
        long value = 0;
        for (int shift = 0; shift < MOST_BITS; shift += PAYLOAD_BITS) {
            int next = bytes.get();
            value |= (long) (next & (MORE - 1)) << shift;
            if ((next & MORE) == 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number has too many bytes");
    }

    int readCount() {
        long count = readLong();
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a count (" + count + ") is too large");
        }
        return (int) count;
    }

    /** A count of things of which each takes at least a byte: garbled files must not fill the memory. */
    int readLength() {
        int length = readCount();
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    long readSigned() {
        long packed = readLong();
        return (packed & 1) == 0 ? packed >>> 1 : ~(packed >>> 1);
    }

    double readDouble() {
        return bytes.getDouble();
    }

    float readFloat() {
        return bytes.getFloat();
    }

    String readText() {
        return new String(readBlock(), StandardCharsets.UTF_8);
    }

    List<String> readTexts() {
        return IntStream.range(0, readLength()).mapToObj(index -> readText()).toList();
    }

    List<Double> readDoubles() {
        return IntStream.range(0, readLength()).mapToObj(index -> readDouble()).toList();
    }

    byte[] readBlock() {
        byte[] block = new byte[readLength()];
        bytes.get(block);
        return block;
    }
}

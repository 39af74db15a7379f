package org.stepcast.estimator.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads what {@link PackedOutput} wrote. Bytes that end early are an {@link IndexOutOfBoundsException}; numbers that cannot
 * be are an {@link IllegalArgumentException}. Works on a plain array: trees are millions of small numbers, read by a
 * process that has just started.
 */
final class PackedInput {

    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 1 << PAYLOAD_BITS;
    private static final int MOST_BITS = 63;
    private static final int BYTE_MASK = 0xff;

    private final byte[] bytes;
    private int position;

    PackedInput(byte[] bytes) {
        this.bytes = bytes;
    }

    long readLong() {
        long value = 0;
        for (int shift = 0; shift < MOST_BITS; shift += PAYLOAD_BITS) {
            int next = bytes[position++];
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
        if (length > bytes.length - position) {
            throw new IndexOutOfBoundsException("a length (" + length + ") goes beyond the end");
        }
        return length;
    }

    long readSigned() {
        long packed = readLong();
        return (packed & 1) == 0 ? packed >>> 1 : ~(packed >>> 1);
    }

    double readDouble() {
        return Double.longBitsToDouble(readBigEndian(Double.BYTES));
    }

    float readFloat() {
        return Float.intBitsToFloat((int) readBigEndian(Float.BYTES));
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
        int length = readLength();
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    private long readBigEndian(int byteCount) {
        long value = 0;
        for (int index = 0; index < byteCount; index++) {
            value = value << Byte.SIZE | (bytes[position++] & BYTE_MASK);
        }
        return value;
    }
}

package org.stepcast.estimator.catalogue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes numbers in as few bytes as they need, the same bytes for the same numbers. */
final class PackedOutput {

    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 1 << PAYLOAD_BITS;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A number that is not negative; small ones need one byte. */
    void writeCount(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("count (" + count + ") must not be negative");
        }
        long rest = count;
        while (rest >= MORE) {
            bytes.write((int) (rest & (MORE - 1)) | MORE);
            rest >>>= PAYLOAD_BITS;
        }
        bytes.write((int) rest);
    }

    /** A whole number of either sign; those near 0 need one byte. */
    void writeSigned(long value) {
        writeCount(value >= 0 ? value << 1 : (~value << 1) | 1);
    }

    void writeDouble(double value) {
        bytes.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
    }

    void writeFloat(float value) {
        bytes.writeBytes(ByteBuffer.allocate(Float.BYTES).putFloat(value).array());
    }

    void writeText(String text) {
        writeBlock(text.getBytes(StandardCharsets.UTF_8));
    }

    void writeTexts(List<String> texts) {
        writeCount(texts.size());
        texts.forEach(this::writeText);
    }

    void writeDoubles(List<Double> values) {
        writeCount(values.size());
        values.forEach(this::writeDouble);
    }

    /** Bytes with their count before them. */
    void writeBlock(byte[] block) {
        writeCount(block.length);
        bytes.writeBytes(block);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}

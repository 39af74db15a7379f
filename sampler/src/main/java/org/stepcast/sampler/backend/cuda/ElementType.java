package org.stepcast.sampler.backend.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.stepcast.core.operator.Precision;

/** How numbers lie in device memory. */
enum ElementType {
    FP32(4),
    FP16(2),
    BF16(2),
    /** Four bits of exponent, three of mantissa: values and weights. */
    E4M3(1),
    /** Five bits of exponent, two of mantissa: gradients. */
    E5M2(1),
    INT32(4),
    INT64(8),
    BYTE(1);

    private final int byteCount;

    ElementType(int byteCount) {
        this.byteCount = byteCount;
    }

    int byteCount() {
        return byteCount;
    }

    /** The type of operands in {@code precision}. */
    static ElementType of(Precision precision) {
        return switch (precision) {
            case FP32, TF32 -> FP32;
            case FP16 -> FP16;
            case BF16 -> BF16;
            case FP8 -> E4M3;
        };
    }

    /** The numbers in {@code bytes}. */
    double[] decode(MemorySegment bytes) {
        double[] values = new double[Math.toIntExact(bytes.byteSize() / byteCount)];
        for (int i = 0; i < values.length; i++) {
            values[i] = decode(bytes, i);
        }
        return values;
    }

    private double decode(MemorySegment bytes, long index) {
        return switch (this) {
            case FP32 -> bytes.getAtIndex(ValueLayout.JAVA_FLOAT, index);
            case FP16 -> Float.float16ToFloat(bytes.getAtIndex(ValueLayout.JAVA_SHORT, index));
            case BF16 -> Float.intBitsToFloat(bytes.getAtIndex(ValueLayout.JAVA_SHORT, index) << 16);
            case E4M3 -> smallFloat(bytes.get(ValueLayout.JAVA_BYTE, index), 3, 7);
            case E5M2 -> smallFloat(bytes.get(ValueLayout.JAVA_BYTE, index), 2, 15);
            case INT32 -> bytes.getAtIndex(ValueLayout.JAVA_INT, index);
            case INT64 -> bytes.getAtIndex(ValueLayout.JAVA_LONG, index);
            case BYTE -> bytes.get(ValueLayout.JAVA_BYTE, index);
        };
    }

    /** A normal number of eight bits: sign, exponent, {@code mantissaBits}. */
    private static double smallFloat(byte bits, int mantissaBits, int bias) {
        int magnitude = bits & 0x7f;
        double mantissa = 1 + Math.scalb((double) (magnitude & (1 << mantissaBits) - 1), -mantissaBits);
        double value = Math.scalb(mantissa, (magnitude >> mantissaBits) - bias);
        return bits < 0 ? -value : value;
    }
}

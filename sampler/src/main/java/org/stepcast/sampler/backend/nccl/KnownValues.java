package org.stepcast.sampler.backend.nccl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntUnaryOperator;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.cuda.CudaDriver;

/** Small whole numbers that repeat along a buffer, each exact in every precision, by which a result is checked. */
final class KnownValues {

    /** Values that are moved repeat after so many: all are exact in bf16. */
    private static final int MOVED_PERIOD = 251;

    private static final int ADDED_PERIOD = 3;

    /** Ranks beyond add zero, for the sum to be exact in bf16. */
    private static final int ADDING_RANK_COUNT = 100;

    private static final int LENGTH = MOVED_PERIOD * ADDED_PERIOD * 256;

    private final int elementBytes;
    private final MemorySegment values;

    private KnownValues(Precision precision, IntUnaryOperator valueAt) {
        this.elementBytes = precision == Precision.FP32 ? Float.BYTES : Short.BYTES;
        this.values = Arena.ofAuto().allocate((long) LENGTH * elementBytes);
        for (int i = 0; i < LENGTH; i++) {
            float value = valueAt.applyAsInt(i);
            switch (precision) {
                case FP16 -> values.setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16(value));
                // The upper half of an fp32 number.
                case BF16 ->
                    values.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (Float.floatToRawIntBits(value) >> 16));
                case FP32 -> values.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
                case TF32, FP8 -> throw new IllegalArgumentException("no values in " + precision);
            }
        }
    }

    /** What moves from one place to another, told apart by {@code shift}. */
    static KnownValues moved(Precision precision, int shift) {
        return new KnownValues(precision, i -> (i + shift) % MOVED_PERIOD);
    }

    /** What {@code rank} adds. */
    static KnownValues added(Precision precision, int rank) {
        return new KnownValues(precision, i -> added(i, rank));
    }

    /** The sum of what the ranks add, from element {@code first} on. */
    static KnownValues sum(Precision precision, int rankCount, long first) {
        int phase = (int) (first % ADDED_PERIOD);
        int[] period = new int[ADDED_PERIOD];
        for (int i = 0; i < ADDED_PERIOD; i++) {
            for (int rank = 0; rank < rankCount; rank++) {
                period[i] += added(i + phase, rank);
            }
        }
        return new KnownValues(precision, i -> period[i % ADDED_PERIOD]);
    }

    private static int added(int i, int rank) {
        return rank < ADDING_RANK_COUNT ? (i + rank) % ADDED_PERIOD : 0;
    }

    void upload(CudaDriver driver, long address, long count) {
        for (long done = 0; done < count; done += LENGTH) {
            driver.upload(start(count - done), address + done * elementBytes);
        }
    }

    /** Whether {@code count} elements at {@code address} are these and no others. */
    boolean match(CudaDriver driver, long address, long count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment got = arena.allocate(values.byteSize());
            for (long done = 0; done < count; done += LENGTH) {
                MemorySegment expected = start(count - done);
                MemorySegment piece = got.asSlice(0, expected.byteSize());
                driver.download(address + done * elementBytes, piece);
                if (piece.mismatch(expected) >= 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private MemorySegment start(long count) {
        return values.asSlice(0, Math.min(LENGTH, count) * elementBytes);
    }
}

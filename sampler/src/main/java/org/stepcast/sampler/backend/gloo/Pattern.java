package org.stepcast.sampler.backend.gloo;

import java.util.function.IntUnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Small whole numbers that repeat along a tensor, each exact in every precision, by which a result is checked. */
final class Pattern implements AutoCloseable {

    /** Values that are moved repeat after so many: all are exact in bf16. */
    private static final int MOVED_PERIOD = 251;

    /** Values that are added repeat after so many, so that sums are small. */
    private static final int ADDED_PERIOD = 3;

    /** Ranks beyond add zero, for the sum to be exact in bf16. */
    private static final int ADDING_RANK_COUNT = 100;

    private static final int LENGTH = MOVED_PERIOD * ADDED_PERIOD * 256;

    private final Tensor values;

    private Pattern(IntUnaryOperator valueAt, ScalarType type) {
        float[] floats = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            floats[i] = valueAt.applyAsInt(i);
        }
        this.values = Temporaries.freeAllBut(() -> Tensor.create(floats).to(type));
    }

    /** What moves from one place to another, told apart by {@code shift}. */
    static Pattern moved(int shift, ScalarType type) {
        return new Pattern(i -> (i + shift) % MOVED_PERIOD, type);
    }

    /** What {@code rank} adds. */
    static Pattern added(int rank, ScalarType type) {
        return new Pattern(i -> added(i, rank), type);
    }

    /** The sum of what the ranks add, from element {@code first} on. */
    static Pattern sum(int rankCount, long first, ScalarType type) {
        int phase = (int) (first % ADDED_PERIOD);
        int[] period = new int[ADDED_PERIOD];
        for (int i = 0; i < ADDED_PERIOD; i++) {
            for (int rank = 0; rank < rankCount; rank++) {
                period[i] += added(i + phase, rank);
            }
        }
        return new Pattern(i -> period[i % ADDED_PERIOD], type);
    }

    private static int added(int i, int rank) {
        return rank < ADDING_RANK_COUNT ? (i + rank) % ADDED_PERIOD : 0;
    }

    /** Writes the values into {@code tensor}. */
    Pattern fill(Tensor tensor) {
        for (long from = 0; from < tensor.numel(); from += LENGTH) {
            long first = from;
            Temporaries.free(() -> piece(tensor, first).copy_(start(tensor, first)));
        }
        return this;
    }

    /** Whether {@code tensor} holds these values and no others. */
    boolean matches(Tensor tensor) {
        boolean matches = true;
        for (long from = 0; from < tensor.numel() && matches; from += LENGTH) {
            long first = from;
            matches = Temporaries.free(() -> piece(tensor, first).equal(start(tensor, first)));
        }
        return matches;
    }

    private static Tensor piece(Tensor tensor, long first) {
        return tensor.narrow(0, first, Math.min(LENGTH, tensor.numel() - first));
    }

    /** As many values as {@code tensor} has from {@code first} on. */
    private Tensor start(Tensor tensor, long first) {
        return values.narrow(0, 0, Math.min(LENGTH, tensor.numel() - first));
    }

    @Override
    public void close() {
        values.close();
    }
}

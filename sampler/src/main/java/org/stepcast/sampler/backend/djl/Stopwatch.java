package org.stepcast.sampler.backend.djl;

import ai.djl.ndarray.NDList;
import java.util.function.Supplier;

/** Times calls of PyTorch; those of the script less what an empty one takes. */
final class Stopwatch {

    private static final double NANOS_PER_MICRO = 1e3;

    /** A time is never put below this share of what the clock said, however long the empty call took. */
    private static final double LEAST_FRACTION = 0.1;

    private final Wait wait;
    private final double callMicros;

    /** Returns when the device has done what it was given. */
    @FunctionalInterface
    interface Wait {

        void forEnd(NDList results);
    }

    private Stopwatch(Wait wait, double callMicros) {
        this.wait = wait;
        this.callMicros = callMicros;
    }

    static Stopwatch raw(Wait wait) {
        return new Stopwatch(wait, 0);
    }

    /** As this one, with {@code micros} taken off every time. */
    Stopwatch less(double micros) {
        return new Stopwatch(wait, micros);
    }

    /** The time of a call of the script. */
    double micros(Supplier<NDList> call) {
        double micros = rawMicros(call);
        return Math.max(micros - callMicros, LEAST_FRACTION * micros);
    }

    /** The time of a call that does not go through the script. */
    double rawMicros(Supplier<NDList> call) {
        long start = System.nanoTime();
        wait.forEnd(call.get());
        return (System.nanoTime() - start) / NANOS_PER_MICRO;
    }
}

package org.stepcast.sampler.backend;

import java.nio.FloatBuffer;

/** Adds numbers up over the ranks of a job; every rank calls the same methods in the same order. Not thread-safe. */
public interface GradientReducer extends AutoCloseable {

    /** One process trains alone: there is nothing to add. */
    static GradientReducer alone() {
        return new GradientReducer() {
            @Override
            public int rankCount() {
                return 1;
            }

            @Override
            public FloatBuffer values() {
                return FloatBuffer.allocate(0);
            }

            @Override
            public double sumMicros(int count) {
                return 0;
            }

            @Override
            public void close() {}
        };
    }

    /** Ranks of the job. */
    int rankCount();

    /** The numbers of this rank; written before {@link #sumMicros}, and the sums read after it. */
    FloatBuffer values();

    /**
     * Replaces the first {@code count} values of every rank by their sum over all ranks.
     *
     * @return the time that the collective alone took on this rank
     * @throws org.stepcast.core.error.UserException if a rank is lost
     */
    double sumMicros(int count);

    @Override
    void close();
}

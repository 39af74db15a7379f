package org.stepcast.sampler.backend;

/** One collective with its buffers. */
public interface PreparedCollective extends AutoCloseable {

    /**
     * Runs once and waits for the end.
     *
     * @return the time on this rank
     */
    double runMicros() throws Refusal;

    /** Runs once on known values and says whether this rank has the right result. */
    boolean isRight() throws Refusal;

    /** Frees the buffers. */
    @Override
    void close();
}

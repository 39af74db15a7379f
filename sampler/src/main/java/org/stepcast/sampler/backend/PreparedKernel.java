package org.stepcast.sampler.backend;

/** One pass of one operator with its operands in device memory. */
public interface PreparedKernel extends AutoCloseable {

    /**
     * Runs once and waits for the end.
     *
     * @return the time of the pass alone, without what leads up to it
     * @throws Refusal if it cannot run, such as for want of memory
     */
    double runMicros() throws Refusal;

    /** Frees the operands. */
    @Override
    void close();
}

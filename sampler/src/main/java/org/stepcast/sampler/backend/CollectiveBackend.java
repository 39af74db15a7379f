package org.stepcast.sampler.backend;

import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Precision;

/** Runs collectives over the ranks of a job; every rank calls the same methods in the same order. Not thread-safe. */
public interface CollectiveBackend extends AutoCloseable {

    /** The name that the command line uses: {@code gloo}. */
    String name();

    /** The device of this rank. */
    DeviceFacts device();

    /** This process's place among the ranks, counted from 0. */
    int rank();

    /** Ranks of the job. */
    int rankCount();

    /** Throws a refusal where nothing at all runs in this precision. */
    default void requireSupported(Precision precision) throws Refusal {}

    /**
     * Allocates the buffers of one collective over all ranks.
     *
     * @throws Refusal if it cannot run here; every rank refuses alike
     */
    PreparedCollective prepare(Collective collective, Precision precision) throws Refusal;

    /** Returns when every rank has called it. */
    void barrier() throws Refusal;

    @Override
    void close();
}

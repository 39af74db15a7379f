package org.stepcast.sampler.backend;

import java.util.Collections;
import java.util.SortedMap;

/** One pass of one operator with its operands in device memory. */
public interface PreparedKernel extends AutoCloseable {

    /**
     * Runs once and waits for the end.
     *
     * @return the time of the pass alone, without what leads up to it
     * @throws Refusal if it cannot run, such as for want of memory
     */
    double runMicros() throws Refusal;

    /**
     * What the device is like while this runs: clocks, temperature and such, by name. Always the same names, or none where the
     * device does not tell.
     */
    default SortedMap<String, String> conditions() throws Refusal {
        return Collections.emptySortedMap();
    }

    /** Frees the operands. */
    @Override
    void close();
}

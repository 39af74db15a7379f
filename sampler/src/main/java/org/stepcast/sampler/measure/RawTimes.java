package org.stepcast.sampler.measure;

import org.stepcast.sampler.backend.Refusal;

/** Runs what is measured once more. */
@FunctionalInterface
public interface RawTimes {

    /** The microseconds of one more run. */
    double nextMicros() throws Refusal;
}

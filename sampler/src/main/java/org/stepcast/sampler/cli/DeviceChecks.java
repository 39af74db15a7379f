package org.stepcast.sampler.cli;

import java.util.List;

/** Checks of the device of a backend. */
@FunctionalInterface
public interface DeviceChecks {

    /**
     * What was found.
     *
     * @param lines for a person
     * @param wrongCount results that are wrong
     */
    record Found(List<String> lines, int wrongCount) {

        public Found {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Compares what device {@code number} computes with references.
     *
     * @throws org.stepcast.core.error.UserException if there is no such device
     */
    Found check(int number);
}

package org.stepcast.sampler.cli;

import org.stepcast.sampler.backend.KernelBackend;

/** The backends that can be named on the command line. */
@FunctionalInterface
public interface Backends {

    /**
     * Opens a backend on this machine.
     *
     * @throws org.stepcast.core.error.UserException if there is none of that name
     */
    KernelBackend open(String name, int threadCount);
}

package org.stepcast.sampler.cli;

import java.time.Duration;
import org.stepcast.sampler.backend.CollectiveBackend;
import org.stepcast.sampler.launch.Rendezvous;

/** The backends of collectives that can be named on the command line. */
@FunctionalInterface
public interface CollectiveBackends {

    /**
     * Connects the ranks, which have met; all call it together.
     *
     * @param threadCount threads of the processor that a rank's device is made of; names the device
     * @param patience how long a rank waits for another
     * @throws org.stepcast.core.error.UserException if there is no backend of that name, or the ranks cannot be connected
     */
    CollectiveBackend connect(String name, Rendezvous ranks, int threadCount, Duration patience);
}

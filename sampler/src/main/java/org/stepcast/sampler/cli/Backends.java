package org.stepcast.sampler.cli;

import java.time.Duration;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.GradientReducer;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.TrainingBackend;
import org.stepcast.sampler.launch.Rendezvous;
import org.stepcast.sampler.measure.DeviceFigures;

/** The backends that can be named on the command line. */
public interface Backends {

    /**
     * Opens a backend on this machine.
     *
     * @throws org.stepcast.core.error.UserException if there is none of that name
     */
    KernelBackend open(String name, int threadCount);

    /** Opens the backend that trains models. */
    TrainingBackend training(int threadCount);

    /**
     * Connects ranks that train together.
     *
     * @param valueCount gradients of a rank
     * @param patience how long a rank waits for another
     */
    GradientReducer reducer(Rendezvous ranks, int valueCount, Duration patience);

    /** Measures what the processor reaches. */
    DeviceFigures figures(int threadCount, Precision precision);
}

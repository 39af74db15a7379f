package org.stepcast.sampler.cli;

import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.TrainingBackend;
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

    /** Measures what the processor reaches. */
    DeviceFigures figures(int threadCount, Precision precision);
}

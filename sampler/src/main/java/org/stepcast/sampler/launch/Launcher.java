package org.stepcast.sampler.launch;

import java.util.Locale;

/** What started the processes of a job. */
public enum Launcher {
    FLAGS,
    TORCHRUN,
    MPIRUN,
    SRUN;

    /** The name of the program: {@code torchrun}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

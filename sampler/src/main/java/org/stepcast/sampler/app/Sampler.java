package org.stepcast.sampler.app;

import org.stepcast.core.error.BadInputException;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.djl.DjlBackend;
import org.stepcast.sampler.cli.SamplerCommand;

/** The program {@code sampler}. */
public final class Sampler {

    private Sampler() {}

    /** Runs one command and exits with its code: 0 done, 2 the user's input, 1 our bug. */
    public static void main(String[] arguments) {
        System.exit(SamplerCommand.create(Sampler::open).execute(arguments));
    }

    private static KernelBackend open(String name, int threadCount) {
        if (!name.equals("djl")) {
            throw new BadInputException("--backend (" + name + ") must be djl.");
        }
        return DjlBackend.onProcessor(threadCount);
    }
}

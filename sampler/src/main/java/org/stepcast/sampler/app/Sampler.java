package org.stepcast.sampler.app;

import org.stepcast.sampler.cli.SamplerCommand;

/** The program {@code sampler}. */
public final class Sampler {

    private Sampler() {}

    /** Runs one command and exits with its code: 0 done, 2 the user's input, 1 our bug. */
    public static void main(String[] arguments) {
        System.exit(SamplerCommand.create().execute(arguments));
    }
}

package org.stepcast.estimator.app;

import java.nio.file.Path;
import org.stepcast.estimator.cli.RootCommand;

/** The program {@code stepcast}. */
public final class Stepcast {

    /** The project's folder, which holds regressors/; set by scripts/stepcast. */
    private static final String HOME_PROPERTY = "stepcast.home";

    private Stepcast() {}

    /** Runs one command and exits with its code: 0 done, 2 the user's input, 1 our bug. */
    public static void main(String[] arguments) {
        Forecaster forecaster = Forecaster.in(Path.of(System.getProperty(HOME_PROPERTY, "")));
        System.exit(RootCommand.create(forecaster).execute(arguments));
    }
}

package org.stepcast.sampler.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.stepcast.core.error.BadInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sampler verify}: whether a GPU computes right. */
@Command(
        name = "verify",
        description =
                "Compares every operator on a GPU with a reference in fp64; prints errors and the device's rates.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    private final DeviceChecks checks;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--gpu", paramLabel = "N", description = "GPU, counted from 0; default: ${DEFAULT-VALUE}.")
    private int gpu;

    VerifyCommand(DeviceChecks checks) {
        this.checks = checks;
    }

    @Override
    public Integer call() {
        DeviceChecks.Found found = checks.check(gpu);
        PrintWriter out = spec.commandLine().getOut();
        found.lines().forEach(out::println);
        out.flush();
        if (found.wrongCount() > 0) {
            throw new BadInputException(found.wrongCount() + " results are wrong: do not sample this device."
                    + "\n  Look for WRONG above.");
        }
        return 0;
    }
}

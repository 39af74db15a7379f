package org.stepcast.sampler.cli;

import org.stepcast.core.error.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sampler}: the commands that measure operators and collectives. */
@Command(
        name = "sampler",
        description = "Measures operators and collectives on devices.",
        mixinStandardHelpOptions = true,
        version = "sampler 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class SamplerCommand implements Runnable {

    private static final int USER_ERROR = 2;
    private static final int OUR_BUG = 1;

    @Spec
    private CommandSpec spec;

    private SamplerCommand() {
        this.spec = CommandSpec.create();
    }

    /** The command line over these backends; its {@code execute} gives the exit code. */
    public static CommandLine create(Backends backends, CollectiveBackends collectiveBackends, DeviceChecks checks) {
        CommandLine root = new CommandLine(new SamplerCommand());
        root.addSubcommand(new PlanCommand());
        root.addSubcommand(new RunCommand(backends));
        root.addSubcommand(new CollectCommand(collectiveBackends));
        root.addSubcommand(new VerifyCommand(checks));
        root.addSubcommand(new PeaksCommand());
        root.addSubcommand(new BenchCommand(backends));
        root.addSubcommand(new BundleCommand());
        root.setExecutionExceptionHandler((failure, line, parsed) -> report(failure, line));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        return root;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** The user's fault: its message alone. Ours: everything that helps to mend it. */
    private static int report(Exception failure, CommandLine line) {
        if (failure instanceof UserException) {
            line.getErr().println(failure.getMessage());
            return USER_ERROR;
        }
        failure.printStackTrace(line.getErr());
        return OUR_BUG;
    }
}

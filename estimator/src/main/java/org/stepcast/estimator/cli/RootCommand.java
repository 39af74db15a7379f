package org.stepcast.estimator.cli;

import org.stepcast.core.error.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stepcast}: the commands of the estimator. */
@Command(
        name = "stepcast",
        description = "Forecasts LLM training before GPU hours are spent.",
        mixinStandardHelpOptions = true,
        version = "stepcast 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class RootCommand implements Runnable {

    private static final int USER_ERROR = 2;
    private static final int OUR_BUG = 1;

    @Spec
    private CommandSpec spec;

    private RootCommand() {
        this.spec = CommandSpec.create();
    }

    /** The command line over {@code services}; its {@code execute} gives the exit code. */
    public static CommandLine create(Services services) {
        CommandLine root = new CommandLine(new RootCommand());
        root.addSubcommand(new PredictCommand(services));
        root.addSubcommand(new MemoryCommand(services));
        root.addSubcommand(new PlanRunCommand(services));
        root.addSubcommand(new SearchCommand(services));
        root.addSubcommand(new RecipeCommand(services));
        root.addSubcommand(new CompareCommand(services));
        root.addSubcommand(new FitCommand(services));
        root.addSubcommand(new CommandLine(new ValidateCommand())
                .addSubcommand(new ValidateOperatorsCommand(services))
                .addSubcommand(new ValidateRunsCommand(services))
                .addSubcommand(new ValidateLogCommand(services)));
        root.addSubcommand(new ListCommand(services));
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

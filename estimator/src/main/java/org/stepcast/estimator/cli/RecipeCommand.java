package org.stepcast.estimator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.stepcast.core.error.BadInputException;
import org.stepcast.estimator.recipe.LaunchFile;
import org.stepcast.estimator.recipe.LaunchFramework;
import org.stepcast.estimator.recipe.Recipes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stepcast recipe}: the launch files of a plan. */
@Command(
        name = "recipe",
        description = "Writes the launch files that run a job on a framework.",
        mixinStandardHelpOptions = true)
final class RecipeCommand implements Callable<Integer> {

    private static final Path NOWHERE = Path.of("");

    private final Services services;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONFIG", description = "Training job: YAML, or the launch files of a framework.")
    private Path config = NOWHERE;

    @Option(
            names = "--for",
            required = true,
            paramLabel = "megatron|deepspeed|torchtitan|fsdp|nemo",
            description = "The framework.")
    private LaunchFramework framework = LaunchFramework.MEGATRON;

    @Option(names = "--out", paramLabel = "DIR", description = "Write the files there; without it they are printed.")
    private Path out = NOWHERE;

    RecipeCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() {
        String version = spec.root().version()[0].replace("stepcast ", "");
        List<LaunchFile> files = new Recipes(services.readOptions(), version).of(services.read(config), framework);
        PrintWriter output = spec.commandLine().getOut();
        for (LaunchFile file : files) {
            if (out.equals(NOWHERE)) {
                output.println("==> " + file.name() + " <==\n" + file.text());
            } else {
                output.println(write(file));
            }
        }
        output.flush();
        return 0;
    }

    private Path write(LaunchFile file) {
        Path target = out.resolve(file.name());
        try {
            Files.createDirectories(out);
            Files.writeString(target, file.text());
            if (file.text().startsWith("#!") && !target.toFile().setExecutable(true)) {
                throw new IOException("cannot be made executable");
            }
            return target;
        } catch (IOException unwritable) {
            throw new BadInputException(target + ": cannot be written: " + unwritable.getMessage()
                    + "\n  Name a folder that you may write to.");
        }
    }
}

package org.stepcast.sampler.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.stepcast.sampler.bundle.Bundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sampler bundle}: this program for nodes without Java. */
@Command(
        name = "bundle",
        description = "Writes one archive that runs this program on GPU nodes without Java.",
        mixinStandardHelpOptions = true)
final class BundleCommand implements Callable<Integer> {

    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The archive, such as sampler.tar.gz.")
    private Path out = Path.of("");

    @Override
    public Integer call() {
        Path home = Path.of(System.getProperty("stepcast.home", "."));
        long bytes = new Bundle(classPath(), home.resolve("configs")).write(out);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s: %.1f MiB. On the node: tar xzf %s && stepcast-sampler/sampler verify%n",
                        out,
                        bytes / BYTES_PER_MEBIBYTE,
                        out.getFileName());
        return 0;
    }

    /** What this program itself runs from. */
    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isBlank())
                .map(Path::of)
                .toList();
    }
}

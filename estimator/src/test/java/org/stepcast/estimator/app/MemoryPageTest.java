package org.stepcast.estimator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.estimator.cli.RootCommand;
import picocli.CommandLine;

/** docs/memory.md shows what the command prints. */
class MemoryPageTest {

    private static final Path HOME = Path.of("..");
    private static final String REMEDIES = "What would make it fit";

    private static String run(String config, String... options) {
        StringWriter output = new StringWriter();
        CommandLine line = RootCommand.create(Forecaster.in(HOME));
        line.setOut(new PrintWriter(output));
        String[] arguments = new String[options.length + 2];
        arguments[0] = "memory";
        arguments[1] = HOME.resolve("target_config").resolve(config).toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        assertThat(line.execute(arguments)).isZero();
        return output.toString();
    }

    private static String page() throws IOException {
        return Files.readString(HOME.resolve("docs/memory.md"));
    }

    /** Step times change with every better sample; the memory tables do not. */
    @ParameterizedTest
    @ValueSource(strings = {"llama_2_7b_megatron_h100.yml", "llama_3_70b_megatron_h100.yml"})
    void workedExamplesAreWhatTheCommandPrints(String config) throws IOException {
        String output = run(config);
        int remedies = output.indexOf(REMEDIES);
        assertThat(page()).contains(remedies < 0 ? output : output.substring(0, remedies));
    }

    @Test
    void strategiesAreWhatTheCommandPrints() throws IOException {
        assertThat(page()).contains(run("llama_2_7b_megatron_h100.yml", "--strategies"));
    }

    @Test
    void theLargeModelDoesNotFitUntilSomethingIsChanged() {
        assertThat(run("llama_3_70b_megatron_h100.yml"))
                .contains("does not fit", REMEDIES, "batch.micro: 1", "recompute: full", "parallel.pipeline: 4");
    }
}

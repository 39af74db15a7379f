package org.stepcast.sampler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.error.BadInputException;
import picocli.CommandLine;

/** The command line of {@code sampler collect}; what it does is tested with the agent and in processes. */
final class CollectCommandTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void withoutALauncherItTellsHowToStart() throws Exception {
        assertThat(failure()).contains("torchrun", "--world-size");
    }

    @Test
    void aRankNeedsItsWorld() throws Exception {
        assertThat(failure("--rank", "0")).contains("flags: --world-size is missing");
    }

    @Test
    void aRankBeyondItsWorldIsRefused() throws Exception {
        assertThat(failure("--rank", "2", "--world-size", "2")).contains("rank (2) must be in 0..1");
    }

    @Test
    void aMasterThatDoesNotAnswerIsNamed() throws Exception {
        assertThat(failure("--rank", "1", "--world-size", "2", "--master", "127.0.0.1:1", "--timeout", "1s"))
                .contains("rank 0 cannot be reached at 127.0.0.1:1 within 1 s");
    }

    private String failure(String... options) throws Exception {
        Path config = Files.writeString(folder.resolve("config.yml"), "sample: [{operators: [p2p], shape: [8]}]");
        CollectCommand command = new CollectCommand((name, ranks, threadCount, patience) -> {
            throw new IllegalStateException("the ranks have met");
        });
        List<String> arguments = new ArrayList<>(List.of(config.toString(), "--out", folder.toString()));
        arguments.addAll(List.of(options));
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments.toArray(String[]::new));
        return String.valueOf(
                catchThrowableOfType(BadInputException.class, command::call).getMessage());
    }
}

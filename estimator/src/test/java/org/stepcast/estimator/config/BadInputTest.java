package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.core.dataset.DatasetReader;
import org.stepcast.core.error.UserException;

final class BadInputTest {

    @TempDir
    private Path folder;

    static List<BadInput> inputs() {
        return BadInputs.all();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void theMessageNamesFileFieldValueAndWhatIsAllowed(BadInput input) throws IOException {
        Path argument = input.write(folder);
        Throwable thrown = catchThrowable(() -> read(input, argument));
        assertThat(thrown).isInstanceOf(UserException.class);
        String message = String.valueOf(thrown.getMessage());
        assertThat(message).contains(input.fragments());
        assertThat(message).doesNotContain("Exception", "org.stepcast", "null");
        assertThat(message.lines().filter(line -> !line.startsWith(" ")))
                .as(message)
                .hasSize(input.faultCount());
    }

    @Test
    void theTableIsLong() {
        assertThat(inputs())
                .hasSizeGreaterThanOrEqualTo(120)
                .extracting(BadInput::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void allFaultsOfAFileComeAtOnce() throws IOException {
        BadInput input = BadInput.job(
                        "many",
                        """
                        model: {layers: 2, hidden_size: 4096, heads: 30, vocabulary_size: -1, colour: red}
                        cluster: {name: h100-smx, gpu_count: 60}
                        parallel: {tensor: 4, pipeline: 4, data: 4, schedule: gpipe, sequence_parallel: 1}
                        batch: {sequence_length: many, global: 7}
                        precision: int8
                        run: {tokens: 5}
                        """,
                        "model.vocabulary_size (-1)",
                        "model.colour (red)",
                        "model.heads (30) must divide",
                        "parallel.tensor (4) must divide the head count (30)",
                        "parallel.pipeline (4) must be at most the layer count (2)",
                        "parallel.schedule (gpipe)",
                        "parallel.sequence_parallel (1)",
                        "cluster.name (h100-smx)",
                        "cluster.gpu_count (60) must be",
                        "batch.sequence_length (many)",
                        "batch.global (7) must be a multiple",
                        "precision (int8)",
                        "run.tokens (5)")
                .withFaults(13);
        theMessageNamesFileFieldValueAndWhatIsAllowed(input);
    }

    private static void read(BadInput input, Path argument) {
        switch (input.subject()) {
            case CONFIG -> TestOptions.reader().read(argument);
            case DATASET -> new DatasetReader().read(argument);
        }
    }
}

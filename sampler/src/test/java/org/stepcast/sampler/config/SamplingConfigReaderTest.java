package org.stepcast.sampler.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.error.BadInputException;

final class SamplingConfigReaderTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void publishedListsBecomeAxes() throws IOException {
        SamplingConfig config = read("""
                {"kernel_name": "layernorm", "columns_name": ['b', 'l', 'dim', 'F_dur(us)', 'B_dur(us)'],
                 "first_n_column": 3, "starts": [2, 1024, 2048], "steps": [2, 512, 512], "ends": [8, 2048, 3000],
                 "operators": ['mul', 'add', 'add'], "wait": 1, "warmup": 2, "active": 7, "run": "get_all"}
                """);

        assertThat(config.targets())
                .singleElement()
                .extracting(TargetGrid::axes)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Axis.class))
                .extracting(Axis::values)
                .map(Object::toString)
                .containsExactly("[2, 4, 8]", "[1024, 1536, 2048]", "[2048, 2560]");
        assertThat(config.repeats()).isEqualTo(new Repeats(1 + 2, 7));
    }

    @Test
    void getOneTakesTheOneShape() throws IOException {
        SamplingConfig config = read("""
                {"kernel_name": "allreduce", "columns_name": ['shape', 'nodes', 'GPUsPerNode', 'dur(us)'],
                 "first_n_column": 1, "shapes": [4096], "run": "get_one"}
                """);

        assertThat(config.targets().getFirst().combinationCount()).isEqualTo(1);
    }

    @Test
    void everyFaultOfAPublishedFileIsNamed() {
        assertThatThrownBy(() -> read("""
                {"kernel_name": "linear1", "columns_name": ['b', 'l'], "starts": [1], "steps": [2, 2, 2, 2],
                 "ends": [1, 1, 1, 1], "operators": ['mul', 'mul', 'mul', 'mul'], "run": "get_all", "activ": 3}
                """))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("columns_name", "starts", "activ", "Maybe active is meant");
    }

    @Test
    void anEntryNamesManyOperatorsThatTakeTheAxesTheyHave() throws IOException {
        SamplingConfig config = read("""
                sample:
                  - operators: [linear1, layernorm]
                    b: [1, 4]
                    l: {from: 128, to: 1024, times: 2}
                    dim: {from: 256, to: 1024, plus: 256}
                repeats: {warm_up: 1, measured: 5}
                """);

        assertThat(config.targets())
                .extracting(TargetGrid::name, TargetGrid::combinationCount)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("linear1", 1L * 2 * 4 * 4),
                        org.assertj.core.api.Assertions.tuple("layernorm", 2L * 4 * 4));
    }

    @Test
    void aMisspelledOperatorGetsAHint() {
        assertThatThrownBy(() -> read("sample: [{operators: [linear11], b: [1], l: [1], dim: [1]}]"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("linear11")
                .hasMessageContaining("Maybe linear1 is meant.");
    }

    private SamplingConfig read(String text) throws IOException {
        return SamplingConfigReader.read(Files.writeString(folder.resolve("sampling.yml"), text));
    }
}

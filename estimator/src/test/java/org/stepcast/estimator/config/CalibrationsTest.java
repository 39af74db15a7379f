package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.error.BadInputException;
import org.stepcast.estimator.config.Calibrations.Entry;

/** Files of calibrations, and jobs that name one. */
final class CalibrationsTest {

    private static final Entry H100 = new Entry("h100-sxm", "megatron-lm", new Calibration(1.05, "run: a, \"b\""));
    private static final Entry OTHER = new Entry("h100-sxm", "fsdp", new Calibration(0.98, "c"));

    @TempDir
    private Path folder;

    private TrainingConfig job(String calibration) throws IOException {
        String text = """
                model: llama-2-7b
                cluster: {name: h100-sxm, gpu_count: 8}
                batch: {sequence_length: 4096, global: 64}
                framework: {name: megatron-lm}
                """;
        return TestOptions.reader()
                .read(Files.writeString(folder.resolve("job.yml"), text + "calibration: " + calibration + "\n"));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yml"), new Calibrations(List.of(H100, OTHER)).text());
        assertThat(Calibrations.read(file).entries()).containsExactly(H100, OTHER);
    }

    @Test
    void anEntryTakesThePlaceOfOneForTheSameJobs() {
        Entry newer = new Entry("h100-sxm", "megatron-lm", new Calibration(1.01, "d"));
        assertThat(new Calibrations(List.of(H100, OTHER)).with(newer).entries()).containsExactly(OTHER, newer);
    }

    @Test
    void aJobTakesTheEntryOfItsClusterAndFramework() throws IOException {
        Files.writeString(folder.resolve("c.yml"), new Calibrations(List.of(OTHER, H100)).text());
        assertThat(job("c.yml").calibration()).hasValue(H100.calibration());
    }

    @Test
    void aFileWithoutThatEntrySaysWhatItHas() throws IOException {
        Files.writeString(folder.resolve("c.yml"), new Calibrations(List.of(OTHER)).text());
        assertThatThrownBy(() -> job("c.yml"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("calibration (c.yml) must have an entry for megatron-lm on h100-sxm")
                .hasMessageContaining("It has: fsdp on h100-sxm.");
    }

    @Test
    void anotherWordIsRefused() {
        assertThatThrownBy(() -> job("perhaps"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("calibration (perhaps) must be none, a mapping of factor and source, or a file");
    }

    @Test
    void aWrongFileIsRefusedWithAllFaults() throws IOException {
        Path file = Files.writeString(
                folder.resolve("c.yml"), "calibrations:\n- {cluster: a, framework: b, factor: -1, colour: red}\n");
        assertThatThrownBy(() -> Calibrations.read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("factor (-1)")
                .hasMessageContaining("source is missing")
                .hasMessageContaining("colour");
    }
}

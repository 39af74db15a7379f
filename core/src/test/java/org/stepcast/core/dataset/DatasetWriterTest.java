package org.stepcast.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.dataset.Sidecar.Failure;
import org.stepcast.core.error.BadInputException;

class DatasetWriterTest {

    private static final List<String> COLUMNS = List.of("b", "l", "dim", "F_dur(us)", "B_dur(us)");

    @TempDir
    private Path folder;

    private Path file() throws IOException {
        return Files.createDirectories(folder.resolve("mine/operator")).resolve("GPU_res_add_fp16.csv");
    }

    @Test
    void rowsWrittenAreRowsRead() throws IOException {
        try (DatasetWriter writer = DatasetWriter.open(file(), COLUMNS)) {
            writer.append(List.of("2", "1024", "2048", "42.5", "42.5"));
        }

        Dataset dataset = new DatasetReader().read(folder);

        assertThat(dataset.faults()).isEmpty();
        assertThat(dataset.tables().getFirst().samples().getFirst().micros()).isEqualTo(42.5);
    }

    @Test
    void aTornRowIsDroppedWhenWritingGoesOn() throws IOException {
        try (DatasetWriter writer = DatasetWriter.open(file(), COLUMNS)) {
            writer.append(List.of("2", "1024", "2048", "42.5", "42.5"));
        }
        Files.writeString(file(), "4,1024,20", StandardOpenOption.APPEND);

        try (DatasetWriter writer = DatasetWriter.open(file(), COLUMNS)) {
            writer.append(List.of("8", "1024", "2048", "84.5", "84.5"));
        }

        assertThat(Files.readAllLines(file()))
                .containsExactly("b,l,dim,F_dur(us),B_dur(us)", "2,1024,2048,42.5,42.5", "8,1024,2048,84.5,84.5");
    }

    @Test
    void filesWithOtherColumnsAreLeftAlone() throws IOException {
        Files.writeString(file(), "m,n,k\n1,2,3\n");

        assertThatThrownBy(() -> DatasetWriter.open(file(), COLUMNS))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("has the columns m,n,k");
        assertThat(Files.readString(file())).isEqualTo("m,n,k\n1,2,3\n");
    }

    @Test
    void sidecarWrittenIsSidecarRead() {
        Sidecar sidecar = new Sidecar(
                "NVIDIA H200",
                Map.of("driver", "580.1", "clock", "1980 MHz"),
                "2026-01-02T03:04:05Z",
                "ab12",
                10,
                9,
                List.of(new Failure("8x1024", "out of memory: 141 GB")));
        Path file = folder.resolve("GPU_res_add_fp16.yml");

        sidecar.write(file);

        assertThat(Sidecar.read(file)).isEqualTo(sidecar);
    }

    @Test
    void sidecarOfAnotherSchemaIsRefused() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.yml"), "schema_version: 9\ndevice: a\ndate: b\nconfiguration_sha256: c\n");

        assertThatThrownBy(() -> Sidecar.read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("schema_version (9) must be 1");
    }
}

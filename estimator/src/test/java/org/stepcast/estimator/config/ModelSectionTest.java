package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelSectionTest {

    @TempDir
    private Path folder;

    @Test
    void aNameIsAPreset() throws IOException {
        assertThat(read("llama-2-70b")).isEqualTo(preset("llama-2-70b"));
        assertThat(read("{preset: llama-2-70b}")).isEqualTo(preset("llama-2-70b"));
    }

    @Test
    void aPathIsAFileOfHuggingFace() throws IOException {
        Files.createDirectory(folder.resolve("models"));
        Files.writeString(folder.resolve("models/config.json"), HuggingFaceFiles.LLAMA_3_8B);
        Architecture expected = preset("llama-3-8b").withName("models/config.json");
        assertThat(read("models/config.json")).isEqualTo(expected);
        assertThat(read("{config: models/config.json}")).isEqualTo(expected);
    }

    @Test
    void fieldsChangeAPreset() throws IOException {
        Architecture model = read("{preset: llama-2-7b, name: shorter, layers: 4, vocabulary_size: 128256}");
        assertThat(model.name()).isEqualTo("shorter");
        assertThat(model.layerCount()).isEqualTo(4);
        assertThat(model.vocabularySize()).isEqualTo(128_256);
        assertThat(model.feedForwardSize()).isEqualTo(preset("llama-2-7b").feedForwardSize());
    }

    @Test
    void headSizeFollowsAChangedHiddenSize() throws IOException {
        Architecture model = read("{preset: llama-2-7b, hidden_size: 2048, heads: 16}");
        assertThat(model.headSize()).isEqualTo(2048 / 16);
        assertThat(model.keyValueHeadCount()).isEqualTo(16);
    }

    @Test
    void groupedHeadsStayGrouped() throws IOException {
        assertThat(read("{preset: llama-3-8b, heads: 64}").keyValueHeadCount()).isEqualTo(8);
    }

    @Test
    void anUnusualHeadSizeIsKept() throws IOException {
        Files.writeString(
                folder.resolve("config.json"), BadInput.edit(HuggingFaceFiles.LLAMA_3_8B, "{", "{\"head_dim\": 256, "));
        assertThat(read("{config: config.json, layers: 2}").headSize()).isEqualTo(256);
    }

    @Test
    void aPresetMayTakeOtherPositions() throws IOException {
        assertThat(read("{preset: gpt2, positions: rotary}").learnedPositionCount())
                .isZero();
        assertThat(read("{preset: gpt2, position_count: 4096}").learnedPositionCount())
                .isEqualTo(4096);
    }

    @Test
    void theWindowOfAPresetCanBeLifted() throws IOException {
        assertThat(read("{preset: mistral-7b, attention_window: 8192}", 8192)).isEqualTo(preset("mistral-7b"));
    }

    private static Architecture preset(String name) {
        return Presets.builtIn().find(name).orElseThrow().model();
    }

    private Architecture read(String model) throws IOException {
        return read(model, 1024);
    }

    private Architecture read(String model, int sequenceLength) throws IOException {
        String text = "model: " + model + "\ncluster: {name: h100-sxm}\nbatch: {global: 1, sequence_length: "
                + sequenceLength + "}\n";
        return TestOptions.reader()
                .read(Files.writeString(folder.resolve("job.yml"), text))
                .model();
    }
}

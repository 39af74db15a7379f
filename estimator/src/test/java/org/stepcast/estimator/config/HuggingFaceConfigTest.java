package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.estimator.config.Architecture.Biases;
import org.stepcast.estimator.config.Architecture.Embeddings;
import org.stepcast.estimator.config.Architecture.Residual;

final class HuggingFaceConfigTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> presets() {
        return Stream.of(
                Arguments.of("llama-3-8b", HuggingFaceFiles.LLAMA_3_8B),
                Arguments.of("mistral-7b", HuggingFaceFiles.MISTRAL_7B),
                Arguments.of("qwen2-7b", HuggingFaceFiles.QWEN2_7B),
                Arguments.of("gpt2-xl", HuggingFaceFiles.GPT2_XL),
                Arguments.of("gpt-neox-20b", HuggingFaceFiles.GPT_NEOX_20B));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aFileIsItsPreset(String preset, String json) throws IOException {
        BaseModel read = read(json);
        BaseModel expected = Presets.builtIn().find(preset).orElseThrow().base();
        assertThat(read.model().withName(preset)).isEqualTo(expected.model());
        assertThat(read.attentionWindowTokens()).isEqualTo(expected.attentionWindowTokens());
    }

    @Test
    void absentKeysMeanWhatTheyMeanThere() throws IOException {
        Architecture model = read("""
                        {"model_type": "llama", "hidden_size": 64, "intermediate_size": 256, "num_attention_heads": 4,
                         "num_hidden_layers": 2, "vocab_size": 100}
                        """).model();
        assertThat(model.keyValueHeadCount()).isEqualTo(4);
        assertThat(model.headSize()).isEqualTo(64 / 4);
        assertThat(model.embeddings()).isEqualTo(Embeddings.UNTIED);
        assertThat(model.biases()).isEqualTo(Biases.NONE);
    }

    @Test
    void anExplicitHeadSizeNeedNotFillTheHiddenSize() throws IOException {
        Architecture model = read(BadInput.edit(HuggingFaceFiles.LLAMA_3_8B, "{", "{\"head_dim\": 256, "))
                .model();
        assertThat(model.headSize()).isEqualTo(256);
    }

    @Test
    void theInnerSizeOfGpt2MayBeGiven() throws IOException {
        Architecture model = read(BadInput.edit(HuggingFaceFiles.GPT2_XL, "{", "{\"n_inner\": 5000, "))
                .model();
        assertThat(model.feedForwardSize()).isEqualTo(5000);
    }

    @Test
    void aSequentialGptNeoxSaysSo() throws IOException {
        String json = BadInput.edit(HuggingFaceFiles.GPT_NEOX_20B, "{", "{\"use_parallel_residual\": false, ");
        assertThat(read(json).model().residual()).isEqualTo(Residual.SEQUENTIAL);
    }

    @Test
    void llamaMayHaveBiasesEverywhere() throws IOException {
        String json = BadInput.edit(
                HuggingFaceFiles.LLAMA_3_8B,
                "\"attention_bias\": false",
                "\"attention_bias\": true, \"mlp_bias\": true");
        assertThat(read(json).model().biases()).isEqualTo(Biases.ALL);
    }

    @Test
    void noWindowIsNoLimit() throws IOException {
        String json =
                BadInput.edit(HuggingFaceFiles.MISTRAL_7B, "\"sliding_window\": 4096", "\"sliding_window\": null");
        assertThat(read(json).attentionWindowTokens()).isEmpty();
    }

    private BaseModel read(String json) throws IOException {
        return HuggingFaceConfig.read(Files.writeString(folder.resolve("config.json"), json));
    }
}

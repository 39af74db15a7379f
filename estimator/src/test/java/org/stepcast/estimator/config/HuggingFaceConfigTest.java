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
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.Vocabulary.Embeddings;

final class HuggingFaceConfigTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> presets() {
        return Stream.of(
                Arguments.of("llama-3-8b", HuggingFaceFiles.LLAMA_3_8B),
                Arguments.of("mistral-7b", HuggingFaceFiles.MISTRAL_7B),
                Arguments.of("qwen2-7b", HuggingFaceFiles.QWEN2_7B),
                Arguments.of("gpt2-xl", HuggingFaceFiles.GPT2_XL),
                Arguments.of("gpt-neox-20b", HuggingFaceFiles.GPT_NEOX_20B),
                Arguments.of("mixtral-8x7b", HuggingFaceFiles.MIXTRAL_8X7B),
                Arguments.of("qwen1.5-moe-a2.7b", HuggingFaceFiles.QWEN15_MOE_A2_7B),
                Arguments.of("qwen3-0.6b", HuggingFaceFiles.QWEN3_0_6B),
                Arguments.of("qwen3-30b-a3b", HuggingFaceFiles.QWEN3_30B_A3B),
                Arguments.of("gemma-7b", HuggingFaceFiles.GEMMA_7B),
                Arguments.of("phi-3-mini", HuggingFaceFiles.PHI_3_MINI),
                Arguments.of("deepseek-v2-lite", HuggingFaceFiles.DEEPSEEK_V2_LITE),
                Arguments.of("deepseek-v3", HuggingFaceFiles.DEEPSEEK_V3),
                Arguments.of("opt-125m", HuggingFaceFiles.OPT_125M),
                Arguments.of("bloom-560m", HuggingFaceFiles.BLOOM_560M),
                Arguments.of("falcon-7b", HuggingFaceFiles.FALCON_7B),
                Arguments.of("falcon-40b", HuggingFaceFiles.FALCON_40B),
                Arguments.of("mpt-7b", HuggingFaceFiles.MPT_7B),
                Arguments.of("phi-2", HuggingFaceFiles.PHI_2));
    }

    /** Parameter counts of the presets are those that were published: PresetsTest. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("presets")
    void aFileIsItsPreset(String preset, String json) throws IOException {
        assertThat(read(json).withName(preset))
                .isEqualTo(Presets.builtIn().find(preset).orElseThrow().model());
    }

    @Test
    void absentKeysMeanWhatTheyMeanThere() throws IOException {
        Architecture model = read("""
                        {"model_type": "llama", "hidden_size": 64, "intermediate_size": 256, "num_attention_heads": 4,
                         "num_hidden_layers": 2, "vocab_size": 100}
                        """);
        assertThat(model.keyValueHeadCount()).isEqualTo(4);
        assertThat(model.headSize()).isEqualTo(64 / 4);
        assertThat(model.embeddings()).isEqualTo(Embeddings.UNTIED);
        assertThat(model.biases()).isEqualTo(Biases.NONE);
    }

    @Test
    void anExplicitHeadSizeNeedNotFillTheHiddenSize() throws IOException {
        Architecture model = read(BadInput.edit(HuggingFaceFiles.LLAMA_3_8B, "{", "{\"head_dim\": 256, "));
        assertThat(model.headSize()).isEqualTo(256);
    }

    @Test
    void theInnerSizeOfGpt2MayBeGiven() throws IOException {
        Architecture model = read(BadInput.edit(HuggingFaceFiles.GPT2_XL, "{", "{\"n_inner\": 5000, "));
        assertThat(model.feedForwardSize()).isEqualTo(5000);
    }

    @Test
    void aSequentialGptNeoxSaysSo() throws IOException {
        String json = BadInput.edit(HuggingFaceFiles.GPT_NEOX_20B, "{", "{\"use_parallel_residual\": false, ");
        assertThat(read(json).residual()).isEqualTo(Residual.SEQUENTIAL);
    }

    @Test
    void llamaMayHaveBiasesEverywhere() throws IOException {
        String json = BadInput.edit(
                HuggingFaceFiles.LLAMA_3_8B,
                "\"attention_bias\": false",
                "\"attention_bias\": true, \"mlp_bias\": true");
        assertThat(read(json).biases()).isEqualTo(Biases.ALL);
    }

    @Test
    void noWindowIsNoLimit() throws IOException {
        String json =
                BadInput.edit(HuggingFaceFiles.MISTRAL_7B, "\"sliding_window\": 4096", "\"sliding_window\": null");
        assertThat(read(json).visibility()).isEqualTo(new Visibility.Causal());
    }

    @Test
    void llamaMayHaveBiasesInAttentionAlone() throws IOException {
        String json =
                BadInput.edit(HuggingFaceFiles.LLAMA_3_8B, "\"attention_bias\": false", "\"attention_bias\": true");
        assertThat(read(json).biases()).isEqualTo(Biases.ATTENTION);
    }

    @Test
    void qwenUsesItsWindowOnlyIfToldTo() throws IOException {
        String json = BadInput.edit(
                        HuggingFaceFiles.QWEN2_7B, "\"use_sliding_window\": false", "\"use_sliding_window\": true")
                .replace("131072", "65536");
        assertThat(read(json).visibility()).isEqualTo(new Visibility.Window(65536));
    }

    @Test
    void aDeepSeekWithoutExpertsIsDense() throws IOException {
        String json =
                BadInput.edit(HuggingFaceFiles.DEEPSEEK_V3, "\"n_routed_experts\": 256", "\"n_routed_experts\": null");
        assertThat(read(json).experts()).isEqualTo(new Experts.None());
    }

    @Test
    void everySecondLayerMayBeSparse() throws IOException {
        String json = BadInput.edit(
                HuggingFaceFiles.QWEN3_30B_A3B, "\"decoder_sparse_step\": 1", "\"decoder_sparse_step\": 2");
        assertThat(read(json).expertLayerCount()).isEqualTo(48 / 2);
    }

    @Test
    void mptMayLearnItsPositions() throws IOException {
        String json = BadInput.edit(HuggingFaceFiles.MPT_7B, "\"alibi\": true", "\"alibi\": false");
        assertThat(read(json).positions()).isEqualTo(new Positions.Learned(2048));
    }

    private Architecture read(String json) throws IOException {
        return HuggingFaceConfig.read(Files.writeString(folder.resolve("config.json"), json));
    }
}

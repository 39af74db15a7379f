package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.estimator.config.Experts.Capacity;
import org.stepcast.estimator.config.Experts.Gate;
import org.stepcast.estimator.config.Experts.Groups;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Experts.Shared;
import org.stepcast.estimator.config.FeedForward.MlpActivation;
import org.stepcast.estimator.config.SelfAttention.Latent;
import org.stepcast.estimator.config.SelfAttention.QueryProjection;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;
import org.stepcast.estimator.config.Vocabulary.Padding;

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
        assertThat(read("{preset: gpt2, positions: rotary}").positions()).isEqualTo(new Positions.Rotary());
        assertThat(read("{preset: gpt2, position_count: 4096}").positions()).isEqualTo(new Positions.Learned(4096));
    }

    @Test
    void theWindowOfAPresetCanBeChanged() throws IOException {
        assertThat(read("mistral-7b").visibility()).isEqualTo(new Visibility.Window(4096));
        assertThat(read("{preset: mistral-7b, attention_window: 8192}").visibility())
                .isEqualTo(new Visibility.Window(8192));
    }

    @Test
    void aPresetMayTakeExperts() throws IOException {
        Architecture model = read("{preset: llama-3-8b, moe: {experts: 16, top_k: 2, shared_size: 2048,"
                + " dense_layers: 2, layer_period: 2, capacity_factor: 1.25, routing: power_law_1_2}}");
        FeedForward expert = new FeedForward(MlpActivation.SWIGLU, 14336);
        assertThat(model.experts())
                .isEqualTo(new Mixture(
                        16,
                        2,
                        expert,
                        new Shared.Always(new FeedForward(MlpActivation.SWIGLU, 2048), Gate.NONE),
                        2,
                        2,
                        new Capacity.Limited(1.25),
                        Routing.POWER_LAW_1_2,
                        Groups.ONE));
        assertThat(model.expertLayerCount()).isEqualTo((32 - 2) / 2);
    }

    @Test
    void expertsOfAPresetCanBeChanged() throws IOException {
        Mixture changed =
                (Mixture) read("{preset: deepseek-v3, moe: {top_k: 4}}").experts();
        Mixture kept = (Mixture) preset("deepseek-v3").experts();
        assertThat(changed.topKCount()).isEqualTo(4);
        assertThat(changed.expert()).isEqualTo(kept.expert());
        assertThat(changed.shared()).isEqualTo(kept.shared());
    }

    @Test
    void latentAttentionIsFields() throws IOException {
        Architecture model = read("{layers: 2, hidden_size: 512, heads: 8, vocabulary_size: 1000, latent_attention:"
                + " {query_rank: 96, kv_rank: 64, head_size: 48, rotary_head_size: 16, value_head_size: 32}}");
        assertThat(model.attention()).isEqualTo(new Latent(8, new QueryProjection.LowRank(96), 64, 48, 16, 32));
        long query = 512 * 96 + 96 + 96 * 8 * (48 + 16);
        long keysAndValues = 512 * (64 + 16) + 64 + 64 * 8 * (48 + 32);
        assertThat(model.attentionParameterCount()).isEqualTo(query + keysAndValues + 8 * 32 * 512);
    }

    @Test
    void theVocabularyMayBePaddedOtherwise() throws IOException {
        assertThat(read("{preset: gpt2, vocabulary_multiple: 64, embedding_norm: true}")
                        .vocabulary())
                .isEqualTo(new Vocabulary(50257, new Padding.MultipleOf(64), Embeddings.TIED, EmbeddingNorm.PRESENT));
    }

    private static Architecture preset(String name) {
        return Presets.builtIn().find(name).orElseThrow().model();
    }

    private Architecture read(String model) throws IOException {
        String text = "model: " + model + "\ncluster: {name: h100-sxm}\nbatch: {global: 1, sequence_length: 1024}\n";
        return TestOptions.reader()
                .read(Files.writeString(folder.resolve("job.yml"), text))
                .model();
    }
}

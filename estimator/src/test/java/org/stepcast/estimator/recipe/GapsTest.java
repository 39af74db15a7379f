package org.stepcast.estimator.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.estimator.config.TrainingConfig;

/** What a framework cannot do is refused, with what it lacks. */
final class GapsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "MEGATRON;   pipeline: 4, schedule: zero_bubble;         ; parallel.schedule (zero_bubble)",
                "MEGATRON;   pipeline: 3;                                ; parallel.pipeline (3): does not divide the"
                        + " layers (32)",
                "MEGATRON;   overlap: {expert: true};                    ; needs expert parallelism",
                "NEMO;       pipeline: 2, overlap: {expert: true};       ; virtual stages where there is a pipeline",
                "TORCHTITAN; sharding: fsdp, overlap: {expert: true};    ; parallel.overlap.expert (true)",
                "TORCHTITAN; sharding: fsdp; framework: {expert_dispatch: deep_ep}; exchange tokens by NCCL",
                "MEGATRON;   sharding: hsdp;                             ; parallel.sharding (hsdp)",
                "MEGATRON;   sharding: zero1; offload: optimizer_and_parameters; only optimizer states go to host"
                        + " memory",
                "NEMO;       sharding: fsdp, pipeline: 2;                ; --use-torch-fsdp2 does not go with pipeline",
                "MEGATRON;   sharding: fsdp; precision: fp16             ; does not go with expert parallelism, tied"
                        + " embeddings or fp16",
                "MEGATRON;   sharding: zero1, overlap: {gradient_reduce: false};; --overlap-param-gather needs"
                        + " --overlap-grad-reduce",
                "DEEPSPEED;  pipeline: 2;                                ; stages are written in code (PipelineModule)",
                "DEEPSPEED;  context: 2;                                 ; its configuration does not divide sequences",
                "DEEPSPEED;  sharding: zero1; recompute: selective       ; recomputes whole layers",
                "DEEPSPEED;  sharding: zero2; offload: optimizer_and_parameters; with zero3 only",
                "TORCHTITAN; sharding: zero1;                            ; it shards by FSDP",
                "TORCHTITAN; sharding: fsdp, tensor: 2;                  ; always sequence parallel",
                "TORCHTITAN; pipeline: 4, schedule: zero_bubble;         ; parallel.schedule (zero_bubble)",
                "TORCHTITAN; sharding: fsdp; precision: fp16             ; bf16, fp8 or fp32",
                "FSDP;       sharding: fsdp, tensor: 2;                  ; FSDP alone divides a job over data-parallel"
                        + " ranks",
                "FSDP;       sharding: fsdp, overlap: {parameter_gather: false};; FSDP2 always sends beside compute",
                "FSDP;       sharding: zero1;                            ; shards gradients with optimizer states",
            })
    void refusalsSayWhatTheFrameworkLacks(LaunchFramework framework, String parallel, String rest, String reason)
            throws IOException {
        TrainingConfig job = job("llama-3-8b", parallel, rest == null ? "" : rest);
        assertThatThrownBy(() -> new Recipes(RecipeJobs.OPTIONS, "test").of(job, framework))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining(framework.title() + " cannot run this job")
                .hasMessageContaining(reason);
    }

    @Test
    void allReasonsComeAtOnce() throws IOException {
        TrainingConfig job = job("bloom-7b1", "tensor: 2, pipeline: 2, sharding: hsdp", "");
        assertThatThrownBy(() -> new Recipes(RecipeJobs.OPTIONS, "test").of(job, LaunchFramework.MEGATRON))
                .hasMessageContaining("model.positions (alibi)")
                .hasMessageContaining("model.embedding_norm (true)")
                .hasMessageContaining("parallel.sharding (hsdp)");
    }

    @Test
    void everyFileSaysWhatItWasWrittenFrom() throws IOException {
        TrainingConfig job = job("llama-3-8b", "sharding: zero1", "");
        assertThat(new Recipes(RecipeJobs.OPTIONS, "1.2.3").of(job, LaunchFramework.MEGATRON))
                .hasSize(5)
                .allSatisfy(file -> assertThat(file.text()).contains("Written by Stepcast 1.2.3 from " + job.source()));
    }

    private TrainingConfig job(String preset, String parallel, String rest) throws IOException {
        return RecipeJobs.read(
                folder,
                "model: {preset: " + preset + "}\ncluster: {name: h100-sxm, gpu_count: "
                        + (parallel.contains("pipeline: 3") ? 24 : 32) + "}\nparallel: {" + parallel
                        + "}\nbatch: {sequence_length: 2048, global: 1536}\n" + rest + "\n");
    }
}

package org.stepcast.estimator.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;

/** A recipe that is written and read back is the same job. */
final class RoundTripTest {

    @TempDir
    private Path folder;

    static Stream<String> megatronJobs() {
        return RecipeJobs.megatronJobs();
    }

    static Stream<String> torchtitanJobs() {
        return RecipeJobs.torchtitanJobs();
    }

    static Stream<String> deepSpeedJobs() {
        return RecipeJobs.deepSpeedJobs();
    }

    @ParameterizedTest
    @MethodSource("megatronJobs")
    void megatronScriptsReadBackAsTheSameJob(String text) throws IOException {
        readsBack(text, LaunchFramework.MEGATRON, "run.sh");
    }

    @ParameterizedTest
    @MethodSource("torchtitanJobs")
    void torchtitanFilesReadBackAsTheSameJob(String text) throws IOException {
        readsBack(text, LaunchFramework.TORCHTITAN, "train.toml");
    }

    @ParameterizedTest
    @MethodSource("deepSpeedJobs")
    void deepSpeedFilesReadBackAsTheSameJob(String text) throws IOException {
        readsBack(text, LaunchFramework.DEEPSPEED, "deepspeed.json");
    }

    private void readsBack(String text, LaunchFramework framework, String name) throws IOException {
        TrainingConfig job = RecipeJobs.read(folder, text);
        RecipeJobs.write(folder, job, framework);
        assertThat(RecipeJobs.readBack(folder.resolve(name)))
                .usingRecursiveComparison()
                .ignoringFields("source")
                .isEqualTo(job);
    }

    /** What the launch file says is not in its companion, so that an edit of it counts. */
    @Test
    void anEditOfALaunchFileChangesTheJob() throws IOException {
        TrainingConfig job =
                RecipeJobs.read(folder, RecipeJobs.megatronJobs().findFirst().orElseThrow());
        RecipeJobs.write(folder, job, LaunchFramework.MEGATRON);
        Path script = folder.resolve("run.sh");
        Files.writeString(
                script,
                Files.readString(script)
                        .replace("--tensor-model-parallel-size 2", "--tensor-model-parallel-size 4")
                        .replace("--recompute-granularity selective", ""));
        TrainingConfig edited = RecipeJobs.readBack(script);
        assertThat(edited.parallel().tensorSize()).isEqualTo(4);
        assertThat(edited.parallel().dataSize()).isEqualTo(64 / (4 * 4));
        assertThat(edited.recompute()).isEqualTo(Recompute.NONE);
    }

    /** A script as people write them: variables, continued lines, options of the launcher, comments. */
    @Test
    void aScriptOfSomebodyElseIsRead() throws IOException {
        Path script = Files.writeString(folder.resolve("pretrain_gpt3.sh"), """
                #!/bin/bash
                # --tensor-model-parallel-size 16 is too much
                GPUS_PER_NODE=8
                NUM_NODES=4
                TP=${TP:-4}
                GPT_MODEL_ARGS=(
                    --num-layers 96
                    --hidden-size 12288
                    --num-attention-heads 96
                    --seq-length 2048
                    --max-position-embeddings 2048
                    --vocab-size 50257
                )
                torchrun --nproc_per_node=$GPUS_PER_NODE --nnodes $NUM_NODES pretrain_gpt.py ${GPT_MODEL_ARGS[@]} \\
                    --tensor-model-parallel-size $TP --pipeline-model-parallel-size 4 --sequence-parallel \\
                    --micro-batch-size 1 --global-batch-size 1536 --bf16 --lr 6.0e-5 --use-distributed-optimizer
                """);
        Files.writeString(folder.resolve("stepcast.yml"), "cluster: {name: h100-sxm}\n");
        TrainingConfig job = RecipeJobs.readBack(script);
        assertThat(job.deviceCount()).isEqualTo(32);
        assertThat(job.parallel().tensorSize()).isEqualTo(4);
        assertThat(job.parallel().dataSize()).isEqualTo(32 / (4 * 4));
        assertThat(job.model().parameterCount() / 1e9).isBetween(174.0, 176.0);
        assertThat(job.precision()).isEqualTo(Precision.BF16);
    }
}

package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepcast.core.dataset.PublishedOperator;
import org.stepcast.core.hardware.Node;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.FeedForward.MlpActivation;
import org.stepcast.estimator.config.Framework.Compile;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.LayerStyle.Norm;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.SampleSource.SampleFolders;
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;
import org.stepcast.estimator.config.Vocabulary.Padding;

final class PublishedFormTest {

    private static final String A100 = "NVIDIAA100-SXM4-80GB";

    @TempDir
    private Path folder;

    @Test
    void theModelIsTheOneThatTheOperatorsMakeUp() throws IOException {
        assertThat(read(PublishedJobs.TEXT).model())
                .isEqualTo(new Architecture(
                        "published job",
                        32,
                        4096,
                        new Vocabulary(50257, new Padding.ByFramework(), Embeddings.UNTIED, EmbeddingNorm.ABSENT),
                        new Positions.Rotary(),
                        new Grouped(32, 32, 4096 / 32, QueryKeyNorm.NONE),
                        new Visibility.Everything(),
                        new FeedForward(MlpActivation.GELU, 4 * 4096),
                        new Experts.None(),
                        new LayerStyle(Norm.UNFUSED_RMS_NORM, Biases.QUERY_KEY_VALUE, Residual.SEQUENTIAL)));
    }

    @Test
    void thePlanIsByPosition() throws IOException {
        TrainingConfig config = read(PublishedJobs.TEXT);
        assertThat(config.deviceCount()).isEqualTo(4 * 2 * 2);
        assertThat(config.parallel())
                .isEqualTo(new ParallelPlan(
                        2,
                        4,
                        2,
                        1,
                        ContextExchange.RING,
                        1,
                        2,
                        1,
                        new StageSplit.Even(Set.of()),
                        Schedule.ONE_FORWARD_ONE_BACKWARD,
                        SequenceParallel.OFF,
                        Sharding.ZERO1,
                        Set.of(Overlap.LAYER_PREFETCH)));
        assertThat(config.batch()).isEqualTo(new Batch(4096, 4, 4 * 2 * 8));
        assertThat(config.microBatchCount()).isEqualTo(8);
    }

    @Test
    void whatIsUnsaidIsGptNeox() throws IOException {
        TrainingConfig config = read(PublishedJobs.TEXT);
        assertThat(config.precision()).isEqualTo(Precision.FP16);
        assertThat(config.recompute()).isEqualTo(Recompute.FULL);
        assertThat(config.offload()).isEqualTo(Offload.NONE);
        assertThat(config.attention()).isEqualTo(AttentionKernel.FLASH2);
        assertThat(config.framework()).isEqualTo(new Framework(FrameworkName.GPT_NEOX, 2023, Compile.OFF));
        assertThat(config.run()).isEmpty();
    }

    @Test
    void theFormulaKeepsItsOwnFields() throws IOException {
        PublishedJob job = read(PublishedJobs.TEXT).published().orElseThrow();
        assertThat(job.gpuName()).isEqualTo(A100);
        assertThat(job.operators()).hasSize(12).startsWith(PublishedOperator.EMBEDDING);
        assertThat(job.layerOperators())
                .containsExactly(
                        PublishedOperator.RMS_LAYER_NORM,
                        PublishedOperator.LINEAR1,
                        PublishedOperator.ROTARY_EMBEDDING,
                        PublishedOperator.FLASH_ATTENTION,
                        PublishedOperator.LINEAR2,
                        PublishedOperator.RMS_LAYER_NORM,
                        PublishedOperator.RESIDUAL_ADD,
                        PublishedOperator.LINEAR3,
                        PublishedOperator.GELU,
                        PublishedOperator.LINEAR4,
                        PublishedOperator.RESIDUAL_ADD);
        assertThat(job.layerNorm()).isEqualTo(PublishedOperator.RMS_LAYER_NORM);
        assertThat(job.bucketElementCount()).isEqualTo(1_260_000_000);
        assertThat(job.forwardSyncCount()).isEqualTo(2);
        assertThat(job.backwardSyncCount()).isEqualTo(2);
        assertThat(job.deviceCountPerNode()).isEqualTo(4);
    }

    @Test
    void otherOperatorsMakeUpAnotherModel() throws IOException {
        String unfused = PublishedJobs.with(
                        "'RoPE', 'flash_atten'", "'baddbmm', 'ScaledUpperTriangMaskedSoftmax', 'bmm'")
                .replace("RMSlayernorm", "layernorm");
        TrainingConfig config = read(unfused);
        assertThat(config.attention()).isEqualTo(AttentionKernel.UNFUSED);
        assertThat(config.model().mask()).isEqualTo(org.stepcast.core.operator.Attention.AttentionMask.CAUSAL);
        assertThat(config.model().normalization()).isEqualTo(Norm.LAYER_NORM);
        assertThat(config.model().positions()).isEqualTo(new Positions.Learned(4096));
    }

    @Test
    void foldersThatDoNotExistNameABuiltInCluster() throws IOException {
        KnownCluster builtIn =
                TestOptions.builtIn().clusters().find("perlmutter-a100").orElseThrow();
        TrainingConfig config = read(PublishedJobs.TEXT);
        assertThat(config.cluster()).isEqualTo(builtIn.cluster());
        assertThat(config.samples()).isEqualTo(builtIn.samples());
        assertThat(read(PublishedJobs.vista()).cluster().name()).isEqualTo("vista-gh200");
    }

    @Test
    void nodesAreAsLargeAsTheJobUsesThem() throws IOException {
        Node node =
                read(PublishedJobs.with("4096, 8, 4]", "4096, 8, 2]")).cluster().node();
        assertThat(node.deviceCount()).isEqualTo(2);
        assertThat(node.link())
                .isEqualTo(TestOptions.builtIn()
                        .clusters()
                        .find("perlmutter-a100")
                        .orElseThrow()
                        .cluster()
                        .node()
                        .link());
    }

    @Test
    void foldersBesideTheFileComeFirst() throws IOException {
        Path besideFile = samples("jobs/regressors/Perlmutter");
        samples("regressors/Perlmutter");
        assertThat(readIn("jobs").samples()).isEqualTo(folders(besideFile));
    }

    @Test
    void foldersBesideTheFolderOfTheFileComeNext() throws IOException {
        Path besideFolder = samples("regressors/Perlmutter");
        assertThat(readIn("jobs").samples()).isEqualTo(folders(besideFolder));
    }

    @Test
    void foldersInTheWorkingDirectoryComeLast() throws IOException {
        Path inWorkingDirectory = samples("work/regressors/Perlmutter");
        assertThat(readIn("far/jobs").samples()).isEqualTo(folders(inWorkingDirectory));
    }

    @Test
    void absoluteFoldersAreTakenAsTheyStand() throws IOException {
        Path anywhere = samples("anywhere/Perlmutter");
        TrainingConfig config = read(PublishedJobs.with("./regressors/Perlmutter", anywhere.toString()));
        assertThat(config.samples()).isEqualTo(folders(anywhere));
        assertThat(config.cluster().name()).isEqualTo("perlmutter-a100");
    }

    @Test
    void samplesOfAnUnknownClusterGetTheUsualSystemWithNodesAsGiven() throws IOException {
        samples("regressors/Mine");
        TrainingConfig config = read(PublishedJobs.with("Perlmutter", "Mine").replace("4096, 8, 4]", "4096, 8, 16]"));
        assertThat(config.cluster().name()).isEqualTo("A100-SXM4-80GB");
        assertThat(config.cluster().node().deviceCount()).isEqualTo(16);
    }

    private TrainingConfig read(String text) throws IOException {
        return TestOptions.reader().read(Files.writeString(folder.resolve("job.yml"), text));
    }

    private TrainingConfig readIn(String jobFolder) throws IOException {
        Path file = Files.createDirectories(folder.resolve(jobFolder)).resolve("job.yml");
        ReadOptions options = TestOptions.builtIn();
        ReadOptions elsewhere =
                new ReadOptions(options.clusterRoots(), options.devices(), options.presets(), folder.resolve("work"));
        return new ConfigReader(elsewhere).read(Files.writeString(file, PublishedJobs.TEXT));
    }

    private Path samples(String cluster) throws IOException {
        for (String kind : List.of("operator", "nccl")) {
            Path samples = Files.createDirectories(folder.resolve(cluster).resolve(kind));
            Files.writeString(samples.resolve(A100 + "_linear1_fp16.csv"), "");
        }
        return folder.resolve(cluster);
    }

    private static SampleFolders folders(Path cluster) {
        return new SampleFolders(cluster.resolve("operator"), cluster.resolve("nccl"));
    }
}

package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Experts.Capacity;
import org.stepcast.estimator.config.Experts.Gate;
import org.stepcast.estimator.config.Experts.Groups;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Experts.Shared;
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
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;
import org.stepcast.estimator.config.Vocabulary.Padding;

final class NamedFormTest {

    static final String COMPLETE = """
            model:
              name: mine
              layers: 24
              hidden_size: 2048
              heads: 16
              kv_heads: 4
              head_size: 96
              feed_forward_size: 5632
              vocabulary_size: 50304
              activation: gelu
              normalization: layer_norm
              positions: learned
              position_count: 8192
              tied_embeddings: true
              biases: query_key_value
              residual: parallel
              attention_window: 4096
              query_key_norm: true
              embedding_norm: true
              vocabulary_multiple: 64
              moe: {experts: 16, top_k: 2, hidden_size: 1024, shared_size: 2048, shared_gate: true, dense_layers: 1,
                    layer_period: 1, capacity_factor: 1.5, routing: power_law_1_01}
            cluster: {name: h100-sxm, gpu_count: 128}
            parallel:
              tensor: 4
              pipeline: 2
              data: 8
              context: 2
              context_exchange: all_to_all
              expert: 8
              expert_tensor: 2
              virtual_stages: 3
              layers_per_stage: [3, 4, 5, 4, 4, 4]
              schedule: interleaved_1f1b
              sequence_parallel: true
              sharding: zero3
              overlap: {gradient_reduce: false, parameter_gather: true, tensor: true}
            batch: {sequence_length: 4096, micro: 2, global: 256}
            precision: fp8
            recompute: selective
            offload: optimizer_and_parameters
            attention: flash3
            framework: {name: megatron-lm, year: 2025, compile: true}
            calibration: {factor: 1.04, source: step 100 of run 7}
            run:
              tokens: 1.5T
              epochs: 2
              gpu_hour_usd: 2.5
              batch_rampup: {start: 32, increment: 32, samples: 100000}
              failures_per_gpu_hour: 1e-5
              restart: 600 s
              checkpoint_bandwidth: 50 GB/s
              checkpoint_interval: 1800 s
              power_factor: 1.2
              pue: 1.25
            """;

    @TempDir
    private Path folder;

    @Test
    void everyKeyOfTheModelIsRead() throws IOException {
        assertThat(read(COMPLETE).model())
                .isEqualTo(new Architecture(
                        "mine",
                        24,
                        2048,
                        new Vocabulary(50304, new Padding.MultipleOf(64), Embeddings.TIED, EmbeddingNorm.PRESENT),
                        new Positions.Learned(8192),
                        new Grouped(16, 4, 96, QueryKeyNorm.PER_HEAD),
                        new Visibility.Window(4096),
                        new FeedForward(MlpActivation.GELU, 5632),
                        new Mixture(
                                16,
                                2,
                                new FeedForward(MlpActivation.GELU, 1024),
                                new Shared.Always(new FeedForward(MlpActivation.GELU, 2048), Gate.SIGMOID),
                                1,
                                1,
                                new Capacity.Limited(1.5),
                                Routing.POWER_LAW_1_01,
                                Groups.ONE),
                        new LayerStyle(Norm.LAYER_NORM, Biases.QUERY_KEY_VALUE, Residual.PARALLEL)));
    }

    @Test
    void everyKeyOfThePlanIsRead() throws IOException {
        TrainingConfig config = read(COMPLETE);
        assertThat(config.deviceCount()).isEqualTo(4 * 2 * 8 * 2);
        assertThat(config.parallel())
                .isEqualTo(new ParallelPlan(
                        4,
                        2,
                        8,
                        2,
                        ContextExchange.ALL_TO_ALL,
                        8,
                        2,
                        3,
                        new StageSplit.Given(List.of(3L, 4L, 5L, 4L, 4L, 4L)),
                        Schedule.INTERLEAVED,
                        SequenceParallel.ON,
                        Sharding.ZERO3,
                        Set.of(Overlap.PARAMETER_GATHER, Overlap.TENSOR, Overlap.LAYER_PREFETCH)));
    }

    @Test
    void everyOtherKeyIsRead() throws IOException {
        TrainingConfig config = read(COMPLETE);
        assertThat(config.source()).endsWith("job.yml");
        assertThat(config.cluster().name()).isEqualTo("h100-sxm");
        assertThat(config.batch()).isEqualTo(new Batch(4096, 2, 256));
        assertThat(config.microBatchCount()).isEqualTo(256 / (2 * 8));
        assertThat(config.precision()).isEqualTo(Precision.FP8);
        assertThat(config.recompute()).isEqualTo(Recompute.SELECTIVE);
        assertThat(config.offload()).isEqualTo(Offload.OPTIMIZER_AND_PARAMETERS);
        assertThat(config.attention()).isEqualTo(AttentionKernel.FLASH3);
        assertThat(config.framework()).isEqualTo(new Framework(FrameworkName.MEGATRON_LM, 2025, Compile.ON));
        assertThat(config.calibration()).contains(new Calibration(1.04, "step 100 of run 7"));
        assertThat(config.run())
                .contains(new RunLength(
                        1.5e12,
                        2,
                        OptionalDouble.of(2.5),
                        Optional.of(new BatchRampUp(32, 32, 100_000)),
                        new RunConditions(
                                OptionalDouble.of(1e-5),
                                OptionalDouble.of(600),
                                OptionalDouble.of(50e9),
                                OptionalDouble.of(1800),
                                OptionalDouble.of(1.2),
                                OptionalDouble.of(1.25))));
        assertThat(config.published()).isEmpty();
    }

    @Test
    void replicasFillTheDevicesThatAreGiven() throws IOException {
        TrainingConfig config = read(NamedJob.with(", data: 8", ""));
        assertThat(config.parallel().dataSize()).isEqualTo(64 / (2 * 4));
    }

    @Test
    void devicesAreAsManyAsThePlanNeeds() throws IOException {
        assertThat(read(NamedJob.with(", gpu_count: 64", "")).deviceCount()).isEqualTo(2 * 4 * 8);
    }

    @Test
    void oneReplicaWhereNothingIsCounted() throws IOException {
        TrainingConfig config = read(NamedJob.with(", gpu_count: 64", "").replace(", data: 8", ""));
        assertThat(config.parallel().dataSize()).isEqualTo(1);
        assertThat(config.deviceCount()).isEqualTo(2 * 4);
    }

    @Test
    void sequenceParallelismWithoutTensorParallelismIsHarmless() throws IOException {
        TrainingConfig config = read(NamedJob.with("tensor: 2, pipeline: 4, data: 8", "sequence_parallel: true"));
        assertThat(config.parallel().sequenceParallel()).isEqualTo(SequenceParallel.OFF);
    }

    @Test
    void moreTensorRanksThanKeyValueHeadsCopyThem() throws IOException {
        TrainingConfig config =
                read(NamedJob.with("tensor: 2, pipeline: 4, data: 8", "tensor: 16, pipeline: 1, data: 4"));
        assertThat(config.parallel().tensorSize()).isEqualTo(16);
    }

    /** They are refused later, by the model that does not know them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{tensor: 2, pipeline: 4, context: 2, data: 4}",
                "{tensor: 2, pipeline: 4, data: 8, layers_per_stage: [7, 9, 9, 7]}",
                "{tensor: 2, pipeline: 4, data: 8, count_embedding_as_layer: true, count_output_layer_as_layer: true}",
                "{tensor: 2, pipeline: 4, data: 8, virtual_stages: 2, schedule: interleaved_1f1b}",
                "{tensor: 2, pipeline: 4, data: 8, schedule: zero_bubble}",
                "{tensor: 2, pipeline: 4, data: 8, sharding: zero2}",
                "{tensor: 2, pipeline: 4, data: 8, sharding: zero3}",
                "{tensor: 2, pipeline: 4, data: 8, sharding: fsdp}",
                "{tensor: 2, pipeline: 4, data: 8, sharding: hsdp}",
            })
    void whatIsNotTimedYetIsReadAllTheSame(String parallel) throws IOException {
        assertThat(read(NamedJob.with("{tensor: 2, pipeline: 4, data: 8}", parallel))
                        .deviceCount())
                .isEqualTo(64);
    }

    private TrainingConfig read(String text) throws IOException {
        return TestOptions.reader().read(Files.writeString(folder.resolve("job.yml"), text));
    }
}

package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;
import org.stepcast.estimator.config.Vocabulary.Padding;

/** What docs/configuration.md promises for keys that are left out. */
final class DefaultsTest {

    private static final String SHORTEST = """
            model: {layers: 2, hidden_size: 512, heads: 8, vocabulary_size: 1000}
            cluster: {name: h100-sxm}
            batch: {sequence_length: 128, global: 4}
            """;

    @TempDir
    private Path folder;

    @Test
    void aModelIsBuiltAsMostAreToday() throws IOException {
        assertThat(read(SHORTEST).model())
                .isEqualTo(new Architecture(
                        "custom",
                        2,
                        512,
                        new Vocabulary(1000, new Padding.ByFramework(), Embeddings.UNTIED, EmbeddingNorm.ABSENT),
                        new Positions.Rotary(),
                        new Grouped(8, 8, 512 / 8, QueryKeyNorm.NONE),
                        new Visibility.Causal(),
                        new FeedForward(MlpActivation.SWIGLU, Math.ceilDiv(512L * 8 / 3, 256) * 256),
                        new Experts.None(),
                        new LayerStyle(Norm.RMS_NORM, Biases.NONE, Residual.SEQUENTIAL)));
    }

    @Test
    void aPlanUsesOneDevice() throws IOException {
        TrainingConfig config = read(SHORTEST);
        assertThat(config.deviceCount()).isEqualTo(1);
        assertThat(config.parallel())
                .isEqualTo(new ParallelPlan(
                        1,
                        1,
                        1,
                        1,
                        ContextExchange.RING,
                        1,
                        1,
                        1,
                        new StageSplit.Even(Set.of()),
                        Schedule.ONE_FORWARD_ONE_BACKWARD,
                        SequenceParallel.OFF,
                        Sharding.ZERO1,
                        Set.of(Overlap.GRADIENT_REDUCE, Overlap.PARAMETER_GATHER, Overlap.LAYER_PREFETCH)));
    }

    @Test
    void theRestIsPlain() throws IOException {
        TrainingConfig config = read(SHORTEST);
        assertThat(config.batch()).isEqualTo(new Batch(128, 1, 4));
        assertThat(config.precision()).isEqualTo(Precision.BF16);
        assertThat(config.recompute()).isEqualTo(Recompute.NONE);
        assertThat(config.offload()).isEqualTo(Offload.NONE);
        assertThat(config.attention()).isEqualTo(AttentionKernel.FLASH);
        assertThat(config.framework()).isEqualTo(new Framework(FrameworkName.GENERIC, 2024, Compile.OFF));
        assertThat(config.calibration()).isEmpty();
        assertThat(config.run()).isEmpty();
    }

    @Test
    void calibrationMayBeSpeltOutAsNone() throws IOException {
        assertThat(read(SHORTEST + "calibration: none\n").calibration()).isEmpty();
    }

    @Test
    void aTwoMatrixMlpIsFourTimesAsWide() throws IOException {
        Architecture model =
                read(SHORTEST.replace("heads: 8", "heads: 8, activation: gelu")).model();
        assertThat(model.feedForwardSize()).isEqualTo(4 * 512);
    }

    @ParameterizedTest
    @CsvSource({"4096, 11008", "5120, 13824", "6656, 17920", "8192, 22016"})
    void aThreeMatrixMlpIsAsWideAsThoseOfLlama(long hidden, long published) {
        assertThat(Defaults.feedForwardSize(MlpActivation.SWIGLU, hidden)).isEqualTo(published);
    }

    @Test
    void thereAreAsManyLearnedPositionsAsTheSequenceHas() throws IOException {
        Architecture model = read(SHORTEST.replace("heads: 8", "heads: 8, positions: learned"))
                .model();
        assertThat(model.positions()).isEqualTo(new Positions.Learned(128));
    }

    @ParameterizedTest
    @CsvSource({
        "generic,     2024, ZERO1, true",
        "deepspeed,   2021, ZERO1, true",
        "fsdp,        2023, FSDP,  true",
        "torchtitan,  2025, FSDP,  true",
        "gpt-neox,    2023, ZERO1, false",
        "megatron-lm, 2021, ZERO1, false",
        "megatron-lm, 2023, ZERO1, true",
        "nemo,        2022, ZERO1, false",
        "nemo,        2024, ZERO1, true",
    })
    void shardingAndOverlapAreTheFrameworks(String name, int year, Sharding sharding, boolean overlaps)
            throws IOException {
        ParallelPlan plan = read(SHORTEST + "framework: {name: " + name + ", year: " + year + "}\n")
                .parallel();
        assertThat(plan.sharding()).isEqualTo(sharding);
        assertThat(plan.overlaps())
                .isEqualTo(
                        overlaps
                                ? Set.of(Overlap.GRADIENT_REDUCE, Overlap.PARAMETER_GATHER, Overlap.LAYER_PREFETCH)
                                : Set.of(Overlap.LAYER_PREFETCH));
    }

    @Test
    void oneOverlapCanBeSwitchedAlone() throws IOException {
        ParallelPlan plan = read(SHORTEST + "parallel: {overlap: {gradient_reduce: false}}\n")
                .parallel();
        assertThat(plan.overlaps()).containsExactlyInAnyOrder(Overlap.PARAMETER_GATHER, Overlap.LAYER_PREFETCH);
    }

    private TrainingConfig read(String text) throws IOException {
        return TestOptions.reader().read(Files.writeString(folder.resolve("job.yml"), text));
    }
}

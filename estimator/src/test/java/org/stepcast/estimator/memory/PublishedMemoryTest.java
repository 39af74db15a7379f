package org.stepcast.estimator.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.BlockWork.Kind;

/** Published formulas are special cases of the tensor list; the arithmetic is written out. */
final class PublishedMemoryTest {

    private static final MemoryFigures FIGURES = MemoryFigures.builtIn();
    private static final long S = 2048;
    private static final long B = 3;
    private static final long H = 6144;
    private static final long A = 64;
    private static final long L = 48;
    private static final long SBH = S * B * H;
    private static final long T = 8;

    /** A GPT of Korthikanti et al. 2022: MLP of 4h, biases, dropout, 16-bit activations, unfused attention. */
    private static final MemoryJob GPT = MemoryJob.empty()
            .with("model.layers", L)
            .with("model.hidden_size", H)
            .with("model.heads", A)
            .with("model.feed_forward_size", 4 * H)
            .with("model.vocabulary_size", 51200)
            .with("model.activation", "gelu")
            .with("model.normalization", "layer_norm")
            .with("model.positions", "learned")
            .with("model.position_count", S)
            .with("model.biases", "all")
            .with("cluster.name", "A100-SXM4-80GB")
            .with("parallel.sharding", "none")
            .with("batch.sequence_length", S)
            .with("batch.micro", B)
            .with("batch.global", 64 * B)
            .with("precision", "fp16")
            .with("attention", "unfused")
            .with("framework.name", "megatron-lm")
            .with("framework.year", 2022);

    private static final MemoryJob TENSOR = GPT.with("parallel.tensor", T);
    private static final MemoryJob SEQUENCE = TENSOR.with("parallel.sequence_parallel", true);

    private static Setting setting(MemoryJob job) {
        TrainingConfig config = job.config();
        return Setting.of(config, FIGURES.profile(config));
    }

    private static long keptBytes(MemoryJob job) {
        Setting setting = setting(job);
        return LayerMemory.of(setting, LayerKind.of(setting, Kind.DENSE_LAYER)).keptBytes();
    }

    @Test
    void korthikantiEquation1CountsOneLayerOnOneDevice() {
        // attention: 2 norm input + 2 norm output + 6 query, key, value + 2 output + 1 mask; MLP: 2 + 2 + 16 + 1
        long linear = 2 + 2 + 6 + 2 + 1 + 2 + 2 + 16 + 1;
        // softmax 2, dropout mask 1, softmax after dropout 2, each a·s²·b
        long scores = (2 + 1 + 2) * A * S * S * B;
        assertThat(keptBytes(GPT)).isEqualTo(34 * SBH + 5 * A * S * SBH / H).isEqualTo(linear * SBH + scores);
    }

    @Test
    void korthikantiEquation2LeavesTenOfThemUndividedByTensorParallelism() {
        assertThat(keptBytes(TENSOR)).isEqualTo(10 * SBH + 24 * SBH / T + 5 * A * S * SBH / (H * T));
    }

    @Test
    void korthikantiEquation4DividesAllWithSequenceParallelism() {
        assertThat(keptBytes(SEQUENCE)).isEqualTo((34 * SBH + 5 * A * S * SBH / H) / T);
    }

    @Test
    void korthikantiSelectiveRecomputationLeavesOutTheScores() {
        assertThat(keptBytes(SEQUENCE.with("recompute", "selective"))).isEqualTo(34 * SBH / T);
    }

    @Test
    void korthikantiFullRecomputationKeepsTheInputOfALayer() {
        assertThat(keptBytes(TENSOR.with("recompute", "full"))).isEqualTo(2 * SBH);
        assertThat(keptBytes(SEQUENCE.with("recompute", "full"))).isEqualTo(2 * SBH / T);
    }

    @Test
    void firstStageOf1F1bHoldsAsManyLayersAsTheModelHas() {
        MemoryJob pipeline = GPT.with("parallel.pipeline", 8);
        MemoryEstimate memory = MemoryModel.builtIn().estimate(pipeline.config());
        assertThat(activationBytes(memory, 0)).isEqualTo(L * keptBytes(GPT) + 8 * SBH); // and 8 embedding dropout masks
        assertThat(activationBytes(memory, 7)).isEqualTo(L / 8 * keptBytes(GPT));
    }

    @Test
    void interleavingHoldsALittleMore() {
        MemoryJob interleaved = GPT.with("parallel.pipeline", 8)
                .with("parallel.virtual_stages", 3)
                .with("parallel.schedule", "interleaved_1f1b");
        double held = InFlight.microBatchCount(interleaved.config(), 0);
        // L (1 + (p − 1) / (p v)) layers in all, on a stage of L / p
        assertThat(held * L / 8).isEqualTo(L * (1 + 7.0 / (8 * 3)));
    }

    @Test
    void zeroDividesSixteenBytesOfAParameter() {
        MemoryJob job = GPT.with("framework.name", "deepspeed").with("parallel.data", 64);
        long n = 64;
        long psi = 1L << 30;
        assertThat(stateBytes(job, "none", psi)).isEqualTo(16 * psi);
        assertThat(stateBytes(job, "zero1", psi)).isEqualTo(4 * psi + 12 * psi / n);
        assertThat(stateBytes(job, "zero2", psi)).isEqualTo(2 * psi + 14 * psi / n);
        assertThat(stateBytes(job, "zero3", psi)).isEqualTo(16 * psi / n);
    }

    @Test
    void zeroHoldsForFrameworksThatAreNotKnown() {
        MemoryJob job = GPT.with("framework.name", "generic").with("parallel.data", 64);
        long psi = 1L << 30;
        assertThat(stateBytes(job, "zero1", psi)).isEqualTo(4 * psi + 12 * psi / 64);
        assertThat(stateBytes(job, "fsdp", psi)).isEqualTo(16 * psi / 64);
    }

    @Test
    void fullyShardedStatesAreSixteenBytesDividedByAllRanks() {
        MemoryJob job =
                GPT.with("framework.name", "fsdp").with("framework.year", 2024).with("parallel.data", 64);
        long psi = 1L << 30;
        // fp32 parameters 4, gradients 4, moments 8
        assertThat(stateBytes(job, "fsdp", psi)).isEqualTo((4 + 4 + 8) * psi / 64);
        // within a node of eight, and once on each node
        assertThat(stateBytes(job, "hsdp", psi)).isEqualTo((4 + 4 + 8) * psi / 8);
    }

    @Test
    void megatronHasEighteenBytesAndSixWithADistributedOptimizer() {
        MemoryJob job =
                GPT.with("precision", "bf16").with("framework.year", 2025).with("parallel.data", 64);
        long psi = 1L << 30;
        // weights 2, fp32 gradients 4, main parameters 4, moments 8
        assertThat(stateBytes(job, "none", psi)).isEqualTo((2 + 4 + 4 + 8) * psi);
        assertThat(stateBytes(job, "zero1", psi)).isEqualTo((2 + 4) * psi + 12 * psi / 64);
    }

    @Test
    void strategiesAreThoseOfTheZeroPaper() {
        MemoryJob job = GPT.with("parallel.data", 64).with("parallel.tensor", T);
        MemoryStrategies table = MemoryModel.builtIn().strategies(job.config());
        long psi = table.rankParameterCount();
        assertThat(table.strategies().stream().map(strategy -> strategy.stateBytes() / (double) psi))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Double.compare(a, b))
                .containsExactly(16.0, 4 + 12 / 64.0, 2 + 14 / 64.0, 16 / 64.0);
        assertThat(table.strategies().stream().map(strategy -> strategy.evaluationBytes() / (double) psi))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Double.compare(a, b))
                .containsExactly(2.0, 2.0, 2.0, 2 / 64.0);
        assertThat(table.weightsOnly().get(1).modelBytes())
                .isEqualTo(2 * job.config().model().parameterCount());
    }

    @Test
    void offloadMovesOptimizerStatesAndPinnedGradientsToTheHost() {
        MemoryJob job = GPT.with("framework.name", "deepspeed").with("parallel.data", 64);
        long psi = 1L << 30;
        ModelStates states = states(job.with("offload", "optimizer"), "zero2", psi);
        assertThat(bytes(states)).isEqualTo(2 * psi + 2 * psi / 64);
        assertThat(states.hostBytes()).isEqualTo((4 + 8 + 4) * psi / 64.0);
        assertThat(bytes(states(job.with("offload", "optimizer_and_parameters"), "zero3", psi)))
                .isEqualTo(2 * psi / 64);
    }

    private static long activationBytes(MemoryEstimate memory, int stage) {
        return memory.stages().get(stage).moments().getFirst().bytes(Part.ACTIVATIONS);
    }

    private static long stateBytes(MemoryJob job, String sharding, long parameterCount) {
        return bytes(states(job, sharding, parameterCount));
    }

    private static ModelStates states(MemoryJob job, String sharding, long parameterCount) {
        MemoryJob sharded = job.with("parallel.sharding", sharding).with("batch.global", 64 * B);
        return ModelStates.of(setting(sharded), new StageWeights(parameterCount, 0, 0, 0, 0, 0, 0));
    }

    private static long bytes(ModelStates states) {
        return states.lasting().stream().mapToLong(Tensor::bytes).sum();
    }
}

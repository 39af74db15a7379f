package org.stepcast.estimator.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.estimator.memory.Matrix.Owner;

/** What a framework's switches and groups change. */
final class FrameworkMemoryTest {

    private static final long TOKENS = 4096;
    private static final long HIDDEN = 4096;
    private static final MemoryJob JOB = MemoryJob.empty()
            .with("model.preset", "llama-2-7b")
            .with("cluster.name", "h100-sxm")
            .with("batch.sequence_length", TOKENS)
            .with("batch.micro", 1)
            .with("batch.global", 256)
            .with("framework.name", "megatron-lm")
            .with("framework.year", 2025);

    private static MemoryEstimate estimate(MemoryJob job) {
        return MemoryModel.builtIn().estimate(job.config());
    }

    private static Setting setting(MemoryJob job, String profile) {
        return Setting.of(job.config(), MemoryFigures.builtIn().profile(profile));
    }

    @Test
    void aFusedLossHoldsTwoBytesOfALogitInPlaceOfSix() {
        MemoryEstimate plain = estimate(JOB);
        MemoryEstimate fused = estimate(JOB.with("framework.fused_loss", true));
        assertThat(bytes(plain, "loss forward") - bytes(fused, "loss forward")).isEqualTo((6 - 2) * TOKENS * 32000);
        assertThat(estimate(JOB.with("framework.fused_loss", false)).allocatedBytes())
                .isEqualTo(plain.allocatedBytes());
    }

    @Test
    void askedForItIsTheLossOfTheMeasuredPeaks() {
        assertThat(estimate(JOB.with("framework.fused_loss", true)).allocatedBytes())
                .isEqualTo(MemoryModel.builtIn()
                        .estimate(JOB.config(), "megatron-core-te-loss")
                        .allocatedBytes());
    }

    @Test
    void aProfileMayFuseUnlessToldNotTo() {
        MemoryJob titan = JOB.with("framework.name", "torchtitan").with("framework.compile", true);
        assertThat(setting(titan, "torchtitan-compile-loss").loss().forwardBytes())
                .isEqualTo(4);
        assertThat(setting(titan.with("framework.fused_loss", false), "torchtitan-compile-loss")
                        .loss()
                        .forwardBytes())
                .isEqualTo(10);
    }

    /** Layers of a forward and of a backward pass take turns. */
    @Test
    void expertsThatOverlapHoldOneLayerMore() {
        MemoryJob experts = JOB.with("model.preset", "mixtral-8x7b")
                .with("cluster.gpu_count", 8)
                .with("parallel.expert", 8);
        MemoryJob beside = experts.with("parallel.overlap", "{expert: true}");
        MemoryEstimate overlapped = estimate(beside);
        assertThat(overlapped.stages().get(0).inFlightCount()).isCloseTo(1 + 1 / 32.0, within(1e-12));
        assertThat(overlapped.allocatedBytes()).isGreaterThan(estimate(experts).allocatedBytes());
        assertThat(estimate(beside.with("batch.global", 8)).allocatedBytes())
                .isEqualTo(estimate(experts.with("batch.global", 8)).allocatedBytes());
    }

    @Test
    void capturedLayersHoldTheirKernelsAndAGradientEach() {
        MemoryEstimate eager = estimate(JOB);
        MemoryEstimate captured = estimate(JOB.with("framework.cuda_graphs", true));
        assertThat(captured.outside().graphBytes()).isEqualTo(64.0 * 1024 * 83 * 32);
        assertThat(captured.allocatedBytes() - eager.allocatedBytes()).isEqualTo(2.0 * TOKENS * HIDDEN * 32);
        assertThat(eager.outside().graphBytes()).isZero();
    }

    @Test
    void underAPipelineEachMicroBatchIsCaptured() {
        MemoryJob job = JOB.with("framework.cuda_graphs", true).with("parallel.pipeline", 4);
        assertThat(estimate(job).outside().graphBytes()).isEqualTo(64.0 * 1024 * 83 * 32 / 4 * 256);
    }

    @Test
    void tensorOverlapExchangesThroughTenBuffers() {
        MemoryJob overlap = JOB.with("parallel.tensor", 4).with("parallel.overlap", "{tensor: true}");
        assertThat(estimate(overlap).outside().userBufferBytes()).isEqualTo(10 * 2.0 * TOKENS * HIDDEN);
        // What is gathered travels in 8 bits.
        assertThat(estimate(overlap.with("precision", "fp8")).outside().userBufferBytes())
                .isEqualTo((6 + 4 * 2.0) * TOKENS * HIDDEN);
        assertThat(estimate(overlap.with("parallel.tensor", 1)).outside().userBufferBytes())
                .isZero();
    }

    @Test
    void shardsHaveEightBitWeightsOfTheGatheredLayerAlone() {
        MemoryJob shards = JOB.with("framework.name", "torchtitan")
                .with("framework.compile", true)
                .with("parallel.data", 8)
                .with("parallel.sharding", "fsdp");
        long layer = 202_383_360L;
        assertThat(held(estimate(shards.with("precision", "fp8")), Part.WEIGHTS) - held(estimate(shards), Part.WEIGHTS))
                .isEqualTo(2 * layer);
    }

    @Test
    void recipesOfNemoKeepGradientsIn16BitsAndParametersIn8() {
        MemoryJob job =
                JOB.with("framework.name", "nemo").with("parallel.data", 8).with("parallel.sharding", "zero1");
        MemoryEstimate wide = MemoryModel.builtIn().estimate(job.config(), "megatron-core-te-loss");
        MemoryEstimate half = MemoryModel.builtIn().estimate(job.config(), "nemo-core");
        assertThat((double) held(half, Part.GRADIENTS)).isCloseTo(held(wide, Part.GRADIENTS) / 2.0, within(1.0));
        MemoryJob narrow = job.with("precision", "fp8");
        assertThat(held(MemoryModel.builtIn().estimate(narrow.config(), "nemo-core"), Part.WEIGHTS))
                .isEqualTo(held(half, Part.WEIGHTS));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, zero1, 0", // a single device
        "1, 1, 8, 1, zero1, 2", // all ranks, data
        "2, 2, 4, 1, zero1, 4", // all ranks, tensor, pipeline, data
        "2, 2, 4, 2, zero1, 5", // and context
        "2, 1, 16, 1, hsdp, 4", // all ranks, tensor, data, copies of a shard
        "2, 1, 4, 1, hsdp, 3" // one node has one copy
    })
    void everyGroupOfRanksHasACommunicator(
            long tensor, long pipeline, long data, long context, String sharding, long count) {
        MemoryJob job = JOB.with("parallel.tensor", tensor)
                .with("parallel.pipeline", pipeline)
                .with("parallel.data", data)
                .with("parallel.context", context)
                .with("parallel.sharding", sharding);
        assertThat(estimate(job).outside().communicatorCount()).isEqualTo(count);
        assertThat(estimate(job).outside().communicatorBytes()).isCloseTo(count * 0.35 * (1 << 30), within(1.0));
    }

    @Test
    void hybridShardsLieInANode() {
        MemoryJob job = JOB.with("parallel.data", 64).with("parallel.sharding", "hsdp");
        assertThat(setting(job, "fsdp").shardWays(Owner.DENSE)).isEqualTo(8);
        assertThat(setting(job.with("parallel.tensor", 4), "fsdp").shardWays(Owner.DENSE))
                .isEqualTo(8 / 4);
    }

    @Test
    void internEvoShardsOptimizerStatesInANode() {
        MemoryJob job = JOB.with("parallel.data", 64).with("parallel.tensor", 2).with("parallel.sharding", "zero1");
        assertThat(setting(job, "internevo").shardWays(Owner.DENSE)).isEqualTo(8 / 2);
        assertThat(setting(job, "deepspeed").shardWays(Owner.DENSE)).isEqualTo(64);
    }

    @Test
    void expertsAreSharedByTheRanksThatHoldThem() {
        MemoryJob job = JOB.with("model.preset", "mixtral-8x7b")
                .with("parallel.data", 16)
                .with("parallel.tensor", 2)
                .with("parallel.expert", 8)
                .with("parallel.expert_tensor", 1);
        // 32 ranks, of which each holds an eighth of the experts
        assertThat(setting(job, "megatron-core").shardWays(Owner.EXPERT)).isEqualTo(32 / 8);
        assertThat(setting(job, "megatron-core").shardWays(Owner.DENSE)).isEqualTo(16);
        assertThat(setting(job.with("parallel.sharding", "hsdp"), "fsdp").shardWays(Owner.EXPERT))
                .isEqualTo(1);
    }

    /** What the fullest stage has of it at its last moment. */
    private static long held(MemoryEstimate memory, Part part) {
        return memory.fullest().moments().getLast().bytes(part);
    }

    private static long bytes(MemoryEstimate memory, String moment) {
        return memory.fullest().moments().stream()
                .filter(each -> each.name().equals(moment))
                .findFirst()
                .orElseThrow()
                .bytes();
    }
}

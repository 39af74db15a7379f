package org.stepcast.estimator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.core.hardware.NetworkKind;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.step.Guess;
import org.stepcast.estimator.step.KernelFusion;

/** Every word of a table of runs, and what its blanks stand for. */
class RunReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A100-SXM4-80GB",
                "A100-SXM4-40GB",
                "A100-SXM4",
                "A100-PCIe-80GB",
                "A800-SXM4-80GB",
                "H100-SXM5-80GB",
                "H100-SXM5-96GB-HBM2e-500W",
                "H200-SXM-141GB",
                "GH200-96GB(120GB LPDDR)",
                "B200-SXM-180GB",
                "B300",
                "GB200",
                "GB300",
                "V100-SXM2-32GB",
                "V100-SXM2-16GB",
                "V100-SXM3-32GB(DGX-2)",
                "T4-16GB"
            })
    void everyGpuIsPredicted(String gpu) {
        Run run = RunRows.complete().with("gpu", gpu).with("precision", "").run();

        assertThat(run.reason()).isEmpty();
        assertThat(run.job()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "IB-HDR-8x200G, INFINIBAND, 1600",
        "IB-NDR-1x400G, INFINIBAND, 400",
        "OPA-4x100G, OMNI_PATH, 400",
        "RoCE-4x100G, ROCE, 400",
        "RDMA-8x400G, ROCE, 3200",
        "Slingshot11-4x200G, SLINGSHOT, 800",
        "IB/RoCE-8x400G-CX7, INFINIBAND, 3200",
        "RoCE-1600Gbps, ROCE, 1600",
        "800Gbps, INFINIBAND, 800",
        "Eth/RoCE-400Gbps, ETHERNET, 400",
    })
    void networksAreGigabitsOfANode(String words, NetworkKind kind, double gigabits) {
        RunJob job = RunRows.complete().with("inter_node", words).job();

        assertThat(job.config().cluster().network().kind()).isEqualTo(kind);
        assertThat(job.config().cluster().network().bytesPerSecond()).isCloseTo(gigabits * 1e9 / 8 / 8, within(1.0));
        assertThat(job.execution().guesses()).doesNotContain(Guess.NETWORK);
    }

    @Test
    void unknownNetworksAreTheUsualOnesAndSaySo() {
        RunJob job = RunRows.complete().with("inter_node", "unknown").job();

        assertThat(job.config().cluster().network().bytesPerSecond()).isEqualTo(25e9);
        assertThat(job.execution().guesses()).contains(Guess.NETWORK);
    }

    @Test
    void oneNodeNeedsNoNetwork() {
        RunJob job = RunRows.complete()
                .with("inter_node", "n/a")
                .with("gpus", "8")
                .with("dp", "4")
                .job();

        assertThat(job.execution().guesses()).doesNotContain(Guess.NETWORK);
    }

    @Test
    void nvlinkDomainsReachOverNodes() {
        RunJob job = RunRows.complete()
                .with("gpu", "GB200")
                .with("gpus_per_node", "4")
                .with("inter_node", "NVL72")
                .job();

        assertThat(job.config().cluster().node().deviceCount()).isEqualTo(72);
    }

    @ParameterizedTest
    @CsvSource({
        "Megatron-LM, 2020, megatron-2020",
        "Megatron-LM, 2021, megatron-2021",
        "Megatron-LM, 2022, megatron-2022",
        "Megatron-LM@23e00ed09, 2024, megatron-core",
        "Megatron-DeepSpeed, 2022, megatron-deepspeed",
        "Megatron+DeepSpeed-3D, 2021, deepspeed-megatron-3d",
        "Megatron-Core, 2024, megatron-core",
        "Megatron-Bridge/Megatron-Core, 2025, nemo-core",
        "NeMo/Megatron-Core, 2024, nemo-core",
        "NeMo-Megatron, 2022, nemo-2022",
        "NeMo AutoModel (PyTorch FSDP2), 2025, nemo-automodel",
        "GPT-NeoX (DeepSpeed pipe), 2022, gpt-neox",
        "DeepSpeed ZeRO-3, 2021, deepspeed3-2021",
        "DeepSpeed ZeRO-3, 2023, deepspeed3",
        "HF Trainer + DeepSpeed, 2023, deepspeed3",
        "Lightning + DeepSpeed, 2023, deepspeed3",
        "PyTorch FSDP, 2023, fsdp",
        "fms-fsdp (PyTorch FSDP), 2024, fms-fsdp",
        "torchtitan FSDP2, 2024, torchtitan",
        "llm-foundry/Composer FSDP, 2023, composer-fsdp",
        "InternEvo, 2023, internevo",
        "litgpt Fabric FSDP, 2023, litgpt",
        "FlashAttention training (Lightning DDP), 2022, flash-attn-lightning",
        "Colossal-AI, 2023, colossalai",
        "Megatron-LLaMA, 2023, megatron-llama",
        "a framework of tomorrow, 2030, generic",
    })
    void everyFrameworkHasAProfile(String framework, String year, String profile) {
        RunJob job = RunRows.complete()
                .with("framework", framework)
                .with("year", year)
                .job();

        assertThat(job.execution().profile().name()).isEqualTo(profile);
    }

    @ParameterizedTest
    @CsvSource({"fp32, FP32", "fp16, FP16", "bf16, BF16", "fp8, FP8", "fp4, FP8", "'', BF16"})
    void everyPrecisionIsRead(String word, Precision precision) {
        RunJob job = RunRows.complete()
                .with("gpu", "B200-SXM-180GB")
                .with("precision", word)
                .job();

        assertThat(job.config().precision()).isEqualTo(precision);
    }

    @ParameterizedTest
    @CsvSource({"none, NONE, 0", "selective, SELECTIVE, 0", "full, FULL, 1", "unknown, NONE, 0", "'', NONE, 0"})
    void everyRecomputationIsRead(String word, Recompute recompute, double fraction) {
        RunJob job = RunRows.complete().with("recompute", word).job();

        assertThat(job.config().recompute()).isEqualTo(recompute);
        assertThat(job.execution().recomputedFraction()).isEqualTo(fraction);
    }

    @ParameterizedTest
    @CsvSource({
        "A100-SXM4-80GB, 2023, flash, FLASH2",
        "A100-SXM4-80GB, 2022, flash, FLASH2",
        "A100-SXM4-80GB, 2022, '', UNFUSED",
        "H100-SXM5-80GB, 2024, flash, FLASH3",
        "A100-SXM4-80GB, 2024, flash, FLASH2",
        "A100-SXM4-80GB, 2023, flash1, FLASH1",
        "A100-SXM4-80GB, 2023, unfused, UNFUSED",
    })
    void flashMeansTheNewestOfFrameworkAndDevice(String gpu, String year, String word, AttentionKernel kernel) {
        RunJob job = RunRows.complete()
                .with("gpu", gpu)
                .with("year", year)
                .with("attention", word)
                .job();

        assertThat(job.execution().attention()).isEqualTo(kernel);
    }

    @Test
    void voltaHasOnlyTheFirstFlashAttention() {
        RunRows volta = RunRows.complete().with("gpu", "V100-SXM2-32GB").with("precision", "");

        assertThat(volta.job().execution().attention()).isEqualTo(AttentionKernel.FLASH1);
        assertThat(volta.with("attention", "").job().execution().attention()).isEqualTo(AttentionKernel.UNFUSED);
        assertThat(volta.job().config().precision()).isEqualTo(Precision.FP16);
    }

    @ParameterizedTest
    @CsvSource({"0, NONE", "1, ZERO1", "2, ZERO2", "3, ZERO3", "'', NONE"})
    void everyZeroStageIsRead(String stage, Sharding sharding) {
        assertThat(RunRows.complete()
                        .with("zero_stage", stage)
                        .job()
                        .config()
                        .parallel()
                        .sharding())
                .isEqualTo(sharding);
    }

    @Test
    void plansThatSayNothingAreFullySharded() {
        RunJob job = RunRows.complete()
                .with("zero_stage", "")
                .with("tp", "")
                .with("pp", "")
                .with("dp", "")
                .job();

        assertThat(job.config().parallel().sharding()).isEqualTo(Sharding.ZERO3);
        assertThat(job.config().parallel().dataSize()).isEqualTo(16);
        assertThat(job.execution().guesses()).contains(Guess.PLAN);
    }

    @Test
    void factsThatNoPublishedColumnHoldsComeFromColumnsOrNotes() {
        RunRows complete = RunRows.complete().with("framework", "PyTorch FSDP");

        assertThat(complete.with("kernels", "compiled").job().execution().kernels())
                .isEqualTo(KernelFusion.COMPILED);
        assertThat(complete.with("notes", "torch.compile").job().execution().kernels())
                .isEqualTo(KernelFusion.COMPILED);
        assertThat(complete.with("zero1_group", "4").job().execution().shardRankCount())
                .isEqualTo(4);
        assertThat(complete.with("notes", "zero1=-1").job().execution().shardRankCount())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "gpu, TPU-v5",
        "gpu, ''",
        "layers, ''",
        "layers, many",
        "hidden, 0",
        "precision, int4",
        "recompute, sometimes",
        "zero_stage, 7",
        "cluster, nowhere",
        "pp, 48",
    })
    void rowsThatWeCannotDoSayWhyAndAreKept(String column, String value) {
        Run run = RunRows.complete().with(column, value).run();

        assertThat(run.job()).isEmpty();
        assertThat(run.reason()).contains(column);
        assertThat(run.measuredSeconds()).hasValue(2.5);
    }

    @Test
    void builtInClustersGoByTheirName() {
        RunJob job = RunRows.complete().with("cluster", "perlmutter-a100").job();

        assertThat(job.config().cluster().node().deviceCount()).isEqualTo(4);
    }

    @Test
    void throughputStandsForAMissingStepTime() {
        Run run = RunRows.complete()
                .with("target_iter_s", "")
                .with("measured_tokens_per_s_per_gpu", "8192")
                .run();

        assertThat(run.measuredSeconds().orElseThrow()).isCloseTo(128.0 * 2048 / (8192 * 16), within(1e-12));
    }
}

package org.stepcast.estimator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.memory.MemoryBasis;

/** What the words of a run say of its peak. */
final class RunMemoryTest {

    private static MemoryComparison compare(RunRows row) {
        return new RunMemory().compare(row.run(), row.job());
    }

    @ParameterizedTest
    @CsvSource({
        "Megatron-LM, peak is the device total, DEVICE",
        "Megatron-LM, by nvidia-smi, DEVICE",
        "Megatron-LM, reserved, RESERVED",
        "Megatron-LM, nothing said, ALLOCATED",
        "torchtitan FSDP2, nothing said, RESERVED",
        "Megatron-DeepSpeed, nothing said, DEVICE",
        "Megatron-DeepSpeed, peak allocated, ALLOCATED"
    })
    void wordsTellWhatAPeakCounts(String framework, String notes, MemoryBasis basis) {
        RunRows row = RunRows.complete().with("framework", framework).with("notes", notes);
        assertThat(compare(row).basis()).isEqualTo(basis);
    }

    @ParameterizedTest
    @CsvSource({
        "Megatron-LM, 2022, fused CE, megatron-legacy",
        "Megatron-LM, 2024, fused CE, megatron-core-2024",
        "Megatron-LM@23e00ed09, 2026, fused CE, megatron-core-te-loss",
        "Megatron-LM, 2026, no fused CE, megatron-core",
        "Megatron-LM, 2026, without fused CE, megatron-core",
        "Megatron-Bridge/Megatron-Core, 2026, plain, nemo-core",
        "Megatron-Bridge, 2026, no fused CE, megatron-core",
        "NeMo 24.09, 2024, plain, nemo-core-2024",
        "Megatron+DeepSpeed-3D, 2021, plain, megatron-deepspeed",
        "GPT-NeoX (DeepSpeed pipe), 2022, plain, megatron-deepspeed",
        "NeMo-Megatron, 2022, plain, nemo-legacy",
        "NeMo AutoModel (PyTorch FSDP2), 2025, plain, torchtitan",
        "NeMo AutoModel, 2025, plain, torchtitan",
        "torchtitan FSDP2, 2024, compile, torchtitan-compile",
        "torchtitan FSDP2, 2025, compile, torchtitan-compile-loss",
        "torchtitan FSDP2, 2025, no compile, torchtitan",
        "llm-foundry/Composer FSDP, 2023, plain, composer",
        "Lightning + DeepSpeed, 2023, plain, deepspeed-lightning",
        "HF Trainer + DeepSpeed, 2023, plain, deepspeed",
        "litgpt Fabric FSDP, 2024, plain, fsdp",
        "InternEvo, 2024, plain, internevo",
        "FlashAttention training (Lightning DDP), 2023, plain, ddp",
        "Colossal-AI, 2023, plain, generic-fsdp"
    })
    void wordsTellTheHabitsOfTheFramework(String framework, String year, String notes, String profile) {
        RunRows row = RunRows.complete()
                .with("framework", framework)
                .with("year", year)
                .with("notes", notes);
        assertThat(compare(row).profile()).isEqualTo(profile);
    }

    @Test
    void theColumnOfKernelsTellsTheHabitsToo() {
        RunRows row = RunRows.complete().with("framework", "torchtitan").with("year", "2024");
        assertThat(compare(row.with("kernels", "compiled")).profile()).isEqualTo("torchtitan-compile");
        assertThat(compare(row.with("kernels", "eager")).profile()).isEqualTo("torchtitan");
    }

    @Test
    void someFrameworksMeanDecimalGigabytes() {
        RunRows row = RunRows.complete().with("measured_peak_mem_gib", "20.5");
        assertThat(compare(row).measuredBytes()).hasValue(20.5 * (1 << 30));
        assertThat(compare(row.with("framework", "litgpt Fabric FSDP")).measuredBytes())
                .hasValue(20.5e9);
    }

    @Test
    void theErrorIsPredictedByMeasured() {
        MemoryComparison comparison = compare(RunRows.complete().with("measured_peak_mem_gib", "20.5"));
        assertThat(comparison.errorFraction())
                .hasValueCloseTo(comparison.predictedBytes() / (20.5 * (1 << 30)) - 1, within(1e-12));
        assertThat(compare(RunRows.complete()).errorFraction()).isEmpty();
    }

    @Test
    void recomputationThatIsNotSaidIsTheLeastThatFits() {
        RunRows row = RunRows.complete()
                .with("gpu", "A100-SXM4-40GB")
                .with("micro_batch", "32")
                .with("global_batch", "256");
        assertThat(compare(row.with("recompute", "none")).fits()).isFalse();
        assertThat(compare(row.with("recompute", "unknown")).fits()).isTrue();
    }

    @Test
    void notesTellTheDenseLayersOfAModelWithExperts() {
        RunRows row = RunRows.complete()
                .with("gated_mlp", "1")
                .with("ffn_hidden", "1024")
                .with("moe_experts", "8")
                .with("moe_topk", "2")
                .with("notes", "MLA + shared expert; dense_layers=3, dense ffn 8192, shared 2048");
        Architecture model = new RunNotes(row.row()).refine(row.job().config().model());
        assertThat(model.feedForward().size()).isEqualTo(8192);
        assertThat(model.experts())
                .isInstanceOfSatisfying(
                        Mixture.class,
                        mixture -> assertThat(mixture.denseLayerCount()).isEqualTo(3));
    }

    @Test
    void theParameterCountTellsWhetherTablesAreShared() {
        RunRows row = RunRows.complete().with("gated_mlp", "1").with("ffn_hidden", "5632");
        Architecture untied = row.job().config().model();
        long shared = untied.parameterCount() - 50304L * 2048;
        String billions = Double.toString(shared / 1e9);
        Architecture told = new RunNotes(row.with("params_b", billions).row()).refine(untied);
        assertThat(told.parameterCount()).isEqualTo(shared);
    }
}

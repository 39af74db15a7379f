package org.stepcast.sampler.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.KernelBackendContract;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.PreparedKernel;
import org.stepcast.sampler.backend.Refusal;

/** The contract on a fake GPU: all but NVIDIA's own libraries is real. */
final class CudaKernelBackendTest extends KernelBackendContract {

    @Override
    protected KernelBackend open() {
        assumeTrue(HostCompiler.isThere(), "g++ is needed to run kernels on the processor");
        return FakeGpu.open();
    }

    @Test
    void itMeasuresWhatCopiesAndLaunchesCost() throws Refusal {
        try (KernelBackend backend = open()) {
            Map<String, String> facts = backend.measuredFacts();

            // A processor copies at some GB/s and calls a function within a millisecond.
            assertThat(Double.parseDouble(facts.get("device_copy_bytes_per_second")))
                    .isBetween(1e8, 1e12);
            assertThat(Double.parseDouble(facts.get("launch_micros"))).isBetween(0.01, 1e5);
        }
    }

    @Test
    void itTellsWhatTheDeviceIsLikeMeanwhile() throws Refusal {
        try (KernelBackend backend = open();
                PreparedKernel kernel = backend.prepare(VerificationTasks.smallest())) {
            // Of NVML's reasons 0x5, "idle" (0x1) does not slow anything down.
            assertThat(kernel.conditions())
                    .containsExactly(
                            Map.entry("celsius", "61"),
                            Map.entry("memory_clock_mhz", "3201"),
                            Map.entry("power_milliwatts", "698500"),
                            Map.entry("sm_clock_mhz", "1755"),
                            Map.entry("throttle_reasons", "0x4"));
            assertThat(backend.device().environment()).containsEntry("max_sm_clock_mhz", "1980");
        }
    }

    /** cuDNN has no fake. */
    @Override
    protected boolean runs(KernelTask task) {
        return !(task.operator() instanceof Attention);
    }

    @Override
    protected KernelTask lackingPrecision() {
        Normalization norm = new Normalization(NormalizationKind.LAYER_NORM, 16, 64);
        return new KernelTask("layernorm", norm, Pass.FORWARD, Precision.FP8);
    }
}

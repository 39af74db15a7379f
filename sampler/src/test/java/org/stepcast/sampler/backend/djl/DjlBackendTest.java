package org.stepcast.sampler.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.KernelBackendContract;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.PreparedKernel;
import org.stepcast.sampler.backend.Refusal;

final class DjlBackendTest extends KernelBackendContract {

    @Override
    protected KernelBackend open() {
        return DjlBackend.onProcessor(1);
    }

    /** The library would end the whole process: it must not be asked. */
    @Test
    void brainFloatsAreRefused() {
        try (KernelBackend backend = open()) {
            assertThatThrownBy(() -> backend.prepare(task(Precision.BF16)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("bf16");
        }
    }

    @Test
    void halfPrecisionRuns() throws Refusal {
        try (KernelBackend backend = open();
                PreparedKernel kernel = backend.prepare(task(Precision.FP16))) {
            assertThat(kernel.runMicros()).isPositive();
        }
    }

    private static KernelTask task(Precision precision) {
        return new KernelTask("gemm", new Gemm(16, 16, 16, Bias.ADDED), Pass.FORWARD, precision);
    }
}

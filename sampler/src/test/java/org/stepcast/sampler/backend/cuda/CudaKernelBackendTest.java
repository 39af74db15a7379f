package org.stepcast.sampler.backend.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.KernelBackendContract;
import org.stepcast.sampler.backend.KernelTask;

/** The contract on a fake GPU: all but NVIDIA's own libraries is real. */
final class CudaKernelBackendTest extends KernelBackendContract {

    @Override
    protected KernelBackend open() {
        assumeTrue(HostCompiler.isThere(), "g++ is needed to run kernels on the processor");
        return FakeGpu.open();
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

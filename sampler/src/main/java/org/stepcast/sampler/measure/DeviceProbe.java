package org.stepcast.sampler.measure;

import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.Work;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.PreparedKernel;
import org.stepcast.sampler.backend.Refusal;

/**
 * Measures what a device without a datasheet figure reaches: its fastest matrix product of a few sizes, and its fastest
 * addition. Sums that fit in a cache count too: no sample can be faster than that, which is what the figures are for.
 */
public final class DeviceProbe {

    private static final long[] PRODUCT_SIZES = {256, 512, 1024, 2048};
    private static final long[] SUM_SIZES = {1L << 12, 1L << 14, 1L << 16, 1L << 18, 1L << 20, 1L << 22, 1L << 24};
    private static final MeasureRule RULE = new MeasureRule(3, 7, 15, 0.02, 4e5);
    private static final double MICROS_PER_SECOND = 1e6;

    private final KernelBackend backend;
    private final Precision precision;

    public DeviceProbe(KernelBackend backend, Precision precision) {
        this.backend = backend;
        this.precision = precision;
    }

    /** The figures in this precision. */
    public DeviceFigures figures() throws Refusal {
        double flops = 0;
        for (long size : PRODUCT_SIZES) {
            Operator product = new Gemm(size, size, size, Bias.NONE);
            flops = Math.max(flops, work(product).flops() / seconds("gemm", product));
        }
        double bytes = 0;
        for (long count : SUM_SIZES) {
            Operator sum = new ElementWise(ElementWiseKind.RESIDUAL_ADD, count);
            bytes = Math.max(bytes, work(sum).movedBytes() / seconds("res_add", sum));
        }
        return new DeviceFigures(flops, bytes);
    }

    private Work work(Operator operator) {
        return operator.work(Pass.FORWARD, precision);
    }

    private double seconds(String name, Operator operator) throws Refusal {
        KernelTask task = new KernelTask(name, operator, Pass.FORWARD, precision);
        try (PreparedKernel kernel = backend.prepare(task)) {
            return new Measurer(RULE).measure(kernel::runMicros).lowMicros() / MICROS_PER_SECOND;
        }
    }
}

package org.stepcast.sampler.measure;

import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.PreparedKernel;
import org.stepcast.sampler.backend.Refusal;

/**
 * Measures what a device without a datasheet figure reaches: its fastest matrix product of a few sizes, and its fastest
 * addition or optimizer step. What fits in a cache counts too: no sample can be faster than that, which is what the figures
 * are for.
 */
public final class DeviceProbe {

    private static final long[] PRODUCT_SIZES = {256, 512, 1024, 2048};
    private static final long[] SUM_SIZES = {1L << 12, 1L << 14, 1L << 16, 1L << 18, 1L << 20, 1L << 22, 1L << 24};
    private static final int STEP_TENSOR_COUNT = 4;
    private static final MeasureRule RULE = new MeasureRule(3, 7, 15, 0.02, 4e5);

    /** Long enough for Java to compile the way to a kernel. */
    private static final MeasureRule WARM_UP = new MeasureRule(10_000, 1, 1, 1, 1);

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
            flops = Math.max(
                    flops,
                    product.work(Pass.FORWARD, precision).flops() / seconds("gemm", product, Pass.FORWARD, RULE));
        }
        double bytes = 0;
        seconds("res_add", sum(SUM_SIZES[0]), Pass.FORWARD, WARM_UP);
        for (long count : SUM_SIZES) {
            bytes = Math.max(bytes, bytesPerSecond("res_add", sum(count), Pass.FORWARD));
            Operator step = new OptimizerStep(count, STEP_TENSOR_COUNT, count / STEP_TENSOR_COUNT);
            bytes = Math.max(bytes, bytesPerSecond("adam", step, Pass.WHOLE));
        }
        return new DeviceFigures(flops, bytes);
    }

    private static Operator sum(long elementCount) {
        return new ElementWise(ElementWiseKind.RESIDUAL_ADD, elementCount);
    }

    private double bytesPerSecond(String name, Operator operator, Pass pass) throws Refusal {
        return operator.work(pass, precision).movedBytes() / seconds(name, operator, pass, RULE);
    }

    private double seconds(String name, Operator operator, Pass pass, MeasureRule rule) throws Refusal {
        KernelTask task = new KernelTask(name, operator, pass, precision);
        try (PreparedKernel kernel = backend.prepare(task)) {
            return new Measurer(rule).measure(kernel::runMicros).lowMicros() / MICROS_PER_SECOND;
        }
    }
}

package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Pass;
import org.stepcast.sampler.backend.Refusal;

/** The published {@code RMSlayernorm}: every step of the formula and of its gradient is a kernel, in fp32. */
final class UnfusedNormKernels {

    private static final String FAMILY = "unfused_norm";
    private static final int SLICES = 64;
    private static final int QUAD = 4;

    private final RoutineBuilder builder;
    private final long rowCount;
    private final int width;
    private final long elementCount;
    private final LaunchSize quads;
    private final LaunchSize rows;

    UnfusedNormKernels(RoutineBuilder builder, Normalization norm) throws Refusal {
        this.builder = builder;
        this.rowCount = norm.tokenCount();
        this.width = Math.toIntExact(norm.hiddenSize());
        this.elementCount = rowCount * width;
        builder.packs(width);
        this.quads = LaunchSize.over(elementCount / QUAD, builder.multiprocessorCount());
        this.rows = LaunchSize.rows(rowCount, width / QUAD, 512);
    }

    void add(Pass pass) throws Refusal {
        Operand x = builder.random("x", elementCount);
        Operand scale = builder.random("weight", Operand.Role.INPUT, ElementType.FP32, width, 1.0f);
        Operand norm = builder.scratch(ElementType.FP32, rowCount);
        Operand rms = builder.scratch(ElementType.FP32, rowCount);
        Operand normal = builder.scratch(ElementType.FP32, elementCount);
        if (pass == Pass.FORWARD) {
            Operand wide = normalize(x, norm, rms, normal);
            // The rows in fp32 are not needed any more: the scaled ones overwrite them.
            launchQuads("scale_columns", normal, scale, wide, width);
            Operand y = builder.result("y", elementCount);
            narrow(wide, y);
            return;
        }
        Operand[] wide = new Operand[1];
        builder.setUp(() -> wide[0] = normalize(x, norm, rms, normal));
        addBackward(wide[0], scale, norm, rms, normal);
    }

    /** The rows in fp32, their norms, and the normalised rows. */
    private Operand normalize(Operand x, Operand norm, Operand rms, Operand normal) throws Refusal {
        Operand wide = widen(x);
        builder.launch(FAMILY, "row_norm", rows, wide, norm, width);
        builder.launch(FAMILY, "norm_to_rms", LaunchSize.each(rowCount), norm, rms, (int) rowCount, width);
        launchQuads("divide_rows", wide, rms, normal, width);
        return wide;
    }

    private void addBackward(Operand wide, Operand scale, Operand norm, Operand rms, Operand normal) throws Refusal {
        Operand gradient = widen(builder.random("gradient", elementCount));
        Operand product = builder.scratch(ElementType.FP32, elementCount);
        Operand partial = builder.scratch(ElementType.FP32, (long) SLICES * width);
        Operand inner = builder.scratch(ElementType.FP32, elementCount);
        Operand rmsGradient = builder.scratch(ElementType.FP32, rowCount);
        launchQuads("multiply", gradient, normal, product);
        LaunchSize columns = LaunchSize.each(width / QUAD);
        builder.launch(
                FAMILY,
                "sum_slice",
                new LaunchSize(columns.blockCount(), SLICES, columns.threadCount()),
                product,
                partial,
                (int) rowCount,
                width);
        Operand weightGradient = builder.result("weightGradient", ElementType.FP32, width);
        builder.launch(FAMILY, "sum_slices", LaunchSize.each(width), partial, weightGradient, SLICES, width);
        launchQuads("scale_columns", gradient, scale, product, width);
        launchQuads("divide_rows", product, rms, inner, width);
        builder.launch(FAMILY, "rms_gradient", rows, product, wide, rms, rmsGradient, width);
        builder.launch(FAMILY, "add_norm_gradient", quads, wide, norm, rmsGradient, inner, width, elementCount / QUAD);
        narrow(inner, builder.result("inputGradient", elementCount));
    }

    private void launchQuads(String function, Operand a, Operand b, Operand out, int columns) throws Refusal {
        builder.launch(FAMILY, function, quads, a, b, out, columns, elementCount / QUAD);
    }

    private void launchQuads(String function, Operand a, Operand b, Operand out) throws Refusal {
        builder.launch(FAMILY, function, quads, a, b, out, elementCount / QUAD);
    }

    private Operand widen(Operand narrow) throws Refusal {
        Operand wide = builder.scratch(ElementType.FP32, elementCount);
        long packs = builder.packs(elementCount);
        builder.launch(FAMILY, "to_fp32", LaunchSize.over(packs, builder.multiprocessorCount()), narrow, wide, packs);
        return wide;
    }

    private void narrow(Operand wide, Operand narrow) throws Refusal {
        long packs = builder.packs(elementCount);
        builder.launch(FAMILY, "from_fp32", LaunchSize.over(packs, builder.multiprocessorCount()), wide, narrow, packs);
    }
}

package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.operator.Pass;
import org.stepcast.sampler.backend.Refusal;

/** LayerNorm and RMSNorm, a kernel forward, and backward one for the rows and one for each column sum. */
final class NormKernels {

    private static final String FAMILY = "normalization";
    private static final int MOST_THREADS = 512;
    private static final long MOST_PACKS = 8;
    private static final int SUM_COLUMNS = 32;
    private static final int SUM_THREADS = 1024;

    private final RoutineBuilder builder;
    private final Normalization norm;
    private final String name;
    private final int width;
    private final LaunchSize rows;
    private final long packsOfThread;

    NormKernels(RoutineBuilder builder, Normalization norm) throws Refusal {
        this.builder = builder;
        this.norm = norm;
        this.name = norm.kind() == NormalizationKind.LAYER_NORM ? "layer_norm" : "rms_norm";
        this.width = Math.toIntExact(builder.packs(norm.hiddenSize()));
        this.rows = LaunchSize.rows(norm.tokenCount(), width, MOST_THREADS);
        this.packsOfThread = powerOfTwo(Math.ceilDiv(width, rows.threadCount()));
        if (packsOfThread > MOST_PACKS) {
            throw new Refusal(
                    Refusal.Kind.UNSUPPORTED, "rows of " + norm.hiddenSize() + " elements: too wide for one block");
        }
    }

    void add(Pass pass) throws Refusal {
        Operand x = builder.random("x", norm.tokenCount() * norm.hiddenSize());
        Operand weight = builder.random("weight", norm.hiddenSize());
        Operand bias = builder.random("bias", norm.hiddenSize());
        Operand statistics = builder.scratch(ElementType.FP32, 2 * norm.tokenCount());
        Operand y = builder.result(pass == Pass.FORWARD ? "y" : "inputGradient", x.elementCount());
        String forward = name + "_forward_" + packsOfThread;
        if (pass == Pass.FORWARD) {
            builder.launch(FAMILY, forward, rows, x, weight, bias, y, statistics, width);
            return;
        }
        builder.setUp(() -> builder.launch(FAMILY, forward, rows, x, weight, bias, y, statistics, width));
        addBackward(x, weight, statistics, y);
    }

    private void addBackward(Operand x, Operand weight, Operand statistics, Operand inputGradient) throws Refusal {
        Operand gradient = builder.random("gradient", x.elementCount());
        int blocks = builder.multiprocessorCount() * Math.max(2, SUM_THREADS / rows.threadCount());
        LaunchSize persistent = new LaunchSize(Math.min(rows.blockCount(), blocks), 1, rows.threadCount());
        long partCount = persistent.blockCount() * norm.hiddenSize();
        Operand partial = builder.scratch(ElementType.FP32, 2 * partCount);
        builder.launch(
                FAMILY,
                name + "_backward_" + packsOfThread,
                persistent,
                gradient,
                x,
                weight,
                statistics,
                inputGradient,
                partial,
                width,
                rows.blockCount());
        addColumnSums("weightGradient", partial.address(), persistent.blockCount());
        if (norm.kind() == NormalizationKind.LAYER_NORM) {
            addColumnSums("biasGradient", partial.address() + partCount * Float.BYTES, persistent.blockCount());
        }
    }

    private void addColumnSums(String result, long partial, int parts) throws Refusal {
        int columns = Math.toIntExact(norm.hiddenSize());
        LaunchSize size = new LaunchSize(Math.ceilDiv(columns, SUM_COLUMNS), 1, SUM_THREADS);
        builder.launch(FAMILY, "sum_rows", size, partial, builder.result(result, columns), parts, columns);
    }

    private static long powerOfTwo(long atLeast) {
        return atLeast <= 1 ? 1 : Long.highestOneBit(atLeast - 1) * 2;
    }
}

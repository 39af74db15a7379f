package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.BatchedGemm;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CrossEntropy;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.Embedding;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.MaskFill;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.core.operator.Softmax;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.Refusal;

/** Which kernels an operator is. */
final class Routines {

    private final Workshop workshop;
    private final MatrixProducts products;
    private final FusedAttention attention;

    Routines(Workshop workshop, MatrixProducts products, FusedAttention attention) {
        this.workshop = workshop;
        this.products = products;
        this.attention = attention;
    }

    /** Allocates the operands of {@code task} and fills them with random numbers. */
    Routine of(KernelTask task) throws Refusal {
        RoutineBuilder builder = new RoutineBuilder(workshop, ElementType.of(task.precision()));
        try {
            add(builder, task);
            return builder.build();
        } catch (Refusal | RuntimeException failure) {
            builder.release();
            throw failure;
        }
    }

    private void add(RoutineBuilder builder, KernelTask task) throws Refusal {
        Operator operator = task.operator();
        Pass pass = task.pass();
        Precision precision = task.precision();
        boolean isProduct =
                operator instanceof Gemm || operator instanceof BatchedGemm || operator instanceof ExpertLayer;
        if (precision == Precision.FP8 && !isProduct) {
            throw new Refusal(Refusal.Kind.UNSUPPORTED, "fp8 is for matrix products only");
        }
        switch (operator) {
            case Gemm gemm -> products.add(builder, gemm, pass, precision);
            case BatchedGemm gemm -> products.add(builder, gemm, pass, precision);
            case ExpertLayer experts -> products.add(builder, experts, pass, precision);
            case Attention fused -> attention.add(builder, fused, pass);
            case Normalization norm -> add(builder, norm, pass);
            case Activation activation -> new ElementKernels(builder).add(activation, pass);
            case ElementWise sum -> new ElementKernels(builder).add(sum);
            case MaskFill fill -> new ElementKernels(builder).add(fill, pass);
            case RotaryEmbedding rotary -> new ElementKernels(builder).add(rotary, pass);
            case Softmax softmax -> new RowKernels(builder).add(softmax, pass);
            case Embedding embedding -> new RowKernels(builder).add(embedding, pass);
            case CrossEntropy entropy -> new RowKernels(builder).add(entropy, pass);
            case OptimizerStep step -> new AdamKernel(builder).add(step, task.name());
            case Collective ignored -> throw new Refusal(Refusal.Kind.UNSUPPORTED, "collectives need --backend nccl");
        }
    }

    private static void add(RoutineBuilder builder, Normalization norm, Pass pass) throws Refusal {
        if (norm.kind() == NormalizationKind.UNFUSED_RMS_NORM) {
            new UnfusedNormKernels(builder, norm).add(pass);
        } else {
            new NormKernels(builder, norm).add(pass);
        }
    }
}

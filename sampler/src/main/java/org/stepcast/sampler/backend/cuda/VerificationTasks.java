package org.stepcast.sampler.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.BatchedGemm;
import org.stepcast.core.operator.BatchedGemm.BatchedGemmKind;
import org.stepcast.core.operator.CrossEntropy;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.Embedding;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.MaskFill;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;
import org.stepcast.sampler.backend.KernelTask;

/** Small shapes of every operator, pass and precision, with rows that do not fill a block and rows that exceed one. */
final class VerificationTasks {

    private static final List<Precision> WIDE = List.of(Precision.FP32, Precision.FP16, Precision.BF16);

    private VerificationTasks() {}

    static List<KernelTask> all() {
        List<KernelTask> tasks = new ArrayList<>();
        products().forEach(operator -> addPasses(tasks, operator, WIDE));
        elements().forEach(operator -> addPasses(tasks, operator, WIDE));
        for (Gemm gemm : List.of(new Gemm(64, 32, 48, Bias.NONE), new Gemm(32, 64, 128, Bias.ADDED))) {
            addPasses(tasks, gemm, List.of(Precision.FP8, Precision.TF32));
        }
        attentions().forEach(attention -> addPasses(tasks, attention, List.of(Precision.FP16, Precision.BF16)));
        for (Precision precision : WIDE) {
            ExpertLayer experts = new ExpertLayer(64, 64, 96, 2, 8, 1, 2, Routing.BALANCED);
            tasks.add(new KernelTask("moe", experts, Pass.FORWARD, precision));
            tasks.add(new KernelTask("moe", experts, Pass.BACKWARD, precision));
            tasks.add(new KernelTask("optimizer", new OptimizerStep(70_000, 5, 66_000), Pass.WHOLE, precision));
        }
        return List.copyOf(tasks);
    }

    /** One small kernel. */
    static KernelTask smallest() {
        ElementWise sum = new ElementWise(ElementWiseKind.RESIDUAL_ADD, 1024);
        return new KernelTask(sum.family(), sum, Pass.FORWARD, Precision.FP32);
    }

    private static Stream<Operator> products() {
        return Stream.of(
                new Gemm(64, 32, 48, Bias.NONE),
                new Gemm(40, 64, 128, Bias.ADDED),
                new BatchedGemm(BatchedGemmKind.SCORES, 3, 32, 48, 16),
                new BatchedGemm(BatchedGemmKind.VALUES, 3, 32, 16, 48));
    }

    private static Stream<Operator> elements() {
        return Stream.of(
                new Normalization(NormalizationKind.LAYER_NORM, 7, 64),
                new Normalization(NormalizationKind.LAYER_NORM, 5, 4608),
                new Normalization(NormalizationKind.RMS_NORM, 9, 320),
                new Normalization(NormalizationKind.RMS_NORM, 3, 8192),
                new Normalization(NormalizationKind.UNFUSED_RMS_NORM, 6, 512),
                new ElementWise(ElementWiseKind.RESIDUAL_ADD, 24 * 512),
                new Activation(ActivationKind.GELU, 6, 320),
                new Activation(ActivationKind.SWIGLU, 6, 320),
                new RotaryEmbedding(2, 24, 4, 2, 88),
                new MaskFill(3, 24, 24),
                new Softmax(SoftmaxKind.PLAIN, 2, 3, 1096),
                new Softmax(SoftmaxKind.CAUSAL_FUSED, 2, 72, 72),
                new Embedding(96, 64, 320),
                new CrossEntropy(1, 12, 1280));
    }

    private static Stream<Attention> attentions() {
        return Stream.of(
                new Attention(2, 128, 4, 4, 64, AttentionMask.FULL),
                new Attention(2, 256, 4, 2, 128, AttentionMask.CAUSAL),
                new Attention(1, 192, 8, 1, 64, AttentionMask.CAUSAL),
                new Attention(1, 128, 2, 2, 256, AttentionMask.CAUSAL));
    }

    private static void addPasses(List<KernelTask> tasks, Operator operator, List<Precision> precisions) {
        String name = operator instanceof Attention ? "flash_attention" : operator.family();
        for (Precision precision : precisions) {
            for (Pass pass : List.of(Pass.FORWARD, Pass.BACKWARD)) {
                tasks.add(new KernelTask(name, operator, pass, precision));
            }
        }
    }
}

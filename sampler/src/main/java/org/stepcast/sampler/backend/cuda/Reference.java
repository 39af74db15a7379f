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
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.core.operator.Softmax;
import org.stepcast.sampler.backend.KernelTask;

/** What an operator should give, computed on the processor in fp64 the plain way: by name of the operand. */
final class Reference {

    private Reference() {}

    /** The results for {@code inputs}. */
    static NamedArrays of(KernelTask task, NamedArrays inputs) {
        Pass pass = task.pass();
        return switch (task.operator()) {
            case Gemm gemm ->
                task.precision() == Precision.FP8 && pass == Pass.BACKWARD
                        ? ProductReference.ofTransposedCopies(gemm, inputs)
                        : ProductReference.transposed(1, gemm.m(), gemm.n(), gemm.k(), gemm.bias(), pass, inputs);
            case BatchedGemm gemm -> ProductReference.of(gemm, pass, inputs);
            case ExpertLayer layer -> ProductReference.of(layer, pass, inputs);
            case Attention attention -> AttentionReference.of(attention, pass, inputs);
            case Normalization norm -> NormReference.of(norm, pass, inputs);
            case Activation activation -> ElementReference.of(activation, pass, inputs);
            case ElementWise ignored -> ElementReference.sum(inputs);
            case MaskFill fill -> ElementReference.of(fill, pass, inputs);
            case RotaryEmbedding rotary -> ElementReference.of(rotary, pass, inputs);
            case Softmax softmax -> RowReference.of(softmax, pass, inputs);
            case Embedding embedding -> RowReference.of(embedding, pass, inputs);
            case CrossEntropy entropy -> RowReference.of(entropy, pass, inputs);
            case OptimizerStep ignored -> ElementReference.adam(inputs);
            case Collective collective -> throw new IllegalArgumentException("no kernel: " + collective.family());
        };
    }
}

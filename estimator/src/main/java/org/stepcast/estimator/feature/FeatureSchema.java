package org.stepcast.estimator.feature;

import org.stepcast.core.hardware.Device;
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
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Work;

/** Describes operators for regressors. A catalogue keeps the version that it was fitted with, and no other may read it. */
public final class FeatureSchema {

    /** Raise it with every change of a term, feature or dimension of any family. */
    public static final int VERSION = 1;

    private FeatureSchema() {}

    /**
     * The row of one pass.
     *
     * @throws IllegalArgumentException if the operator has no such pass, or moves nothing (a collective of one rank)
     */
    public static FeatureRow describe(Operator operator, Pass pass, Precision precision, Device device) {
        Work work = operator.work(pass, precision);
        RowWriter row = new RowWriter(new Situation(pass, precision, device));
        switch (operator) {
            case Activation activation -> StreamingFeatures.describe(activation, row);
            case Attention attention -> AttentionFeatures.describe(attention, row);
            case BatchedGemm gemm -> BatchedGemmFeatures.describe(gemm, row);
            case Collective collective -> CollectiveFeatures.describe(collective, row);
            case CrossEntropy crossEntropy -> CrossEntropyFeatures.describe(crossEntropy, row);
            case ElementWise elementWise -> StreamingFeatures.describe(elementWise, row);
            case Embedding embedding -> EmbeddingFeatures.describe(embedding, row);
            case ExpertLayer experts -> ExpertLayerFeatures.describe(experts, row);
            case Gemm gemm -> GemmFeatures.describe(gemm, row);
            case MaskFill maskFill -> StreamingFeatures.describe(maskFill, row);
            case Normalization normalization -> StreamingFeatures.describe(normalization, row);
            case OptimizerStep step -> OptimizerFeatures.describe(step, row);
            case RotaryEmbedding rotary -> RotaryFeatures.describe(rotary, row);
            case Softmax softmax -> SoftmaxFeatures.describe(softmax, row);
        }
        return row.row(work);
    }
}

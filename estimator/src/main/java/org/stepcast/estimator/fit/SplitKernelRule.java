package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.core.operator.Softmax;
import org.stepcast.estimator.regression.PhysicalBase;

/**
 * Element-wise kernels index with 32 bits: on larger tensors PyTorch launches them in pieces (TensorIterator, "split until
 * 32-bit indexing is possible"). Where large rows take clearly less than small ones promise, one piece was timed.
 */
final class SplitKernelRule implements CleaningRule {

    /** Elements of two bytes that 32-bit byte offsets reach. */
    private static final double LARGEST_WHOLE_ELEMENTS = Math.pow(2, 30);

    private static final double LEAST_TIME_RATIO = 0.7;
    private static final int LEAST_ROW_COUNT = 30;

    @Override
    public void apply(DescribedTable table, Passes passes, Rejections rejections) {
        List<Integer> whole = new ArrayList<>();
        List<Integer> split = new ArrayList<>();
        for (int row : rejections.kept()) {
            (elementCount(table.sample(row).operator()) <= LARGEST_WHOLE_ELEMENTS ? whole : split).add(row);
        }
        if (split.isEmpty() || whole.size() < LEAST_ROW_COUNT) {
            return;
        }
        PhysicalBase base = Bases.fit(table, whole);
        for (int row : split) {
            double promised = base.micros(table.set().point(row));
            double micros = table.sample(row).micros();
            if (micros < LEAST_TIME_RATIO * promised) {
                rejections.reject(
                        row,
                        "split kernel",
                        String.format(
                                Locale.ROOT,
                                "%.1f us for more than 2^30 elements, where smaller rows promise %.1f us:"
                                        + " one of several kernels was timed",
                                micros,
                                promised));
            }
        }
    }

    /** Elements of the tensor that element-wise kernels run over; 0 for operators with kernels of another kind. */
    private static double elementCount(Operator operator) {
        return switch (operator) {
            case Activation activation -> (double) activation.tokenCount() * activation.width();
            case CrossEntropy loss -> (double) loss.batchCount() * loss.sequenceTokens() * loss.vocabularyShardSize();
            case ElementWise elementWise -> elementWise.elementCount();
            case MaskFill fill -> (double) fill.matrixCount() * fill.queryTokens() * fill.keyTokens();
            case Attention attention -> 0;
            case BatchedGemm gemm -> 0;
            case Collective collective -> 0;
            case Embedding embedding -> 0;
            case ExpertLayer experts -> 0;
            case Gemm gemm -> 0;
            case Normalization norm -> 0;
            case OptimizerStep step -> 0;
            case RotaryEmbedding rotary -> 0;
            case Softmax softmax -> 0;
        };
    }
}

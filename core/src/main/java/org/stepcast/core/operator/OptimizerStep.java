package org.stepcast.core.operator;

/**
 * One Adam update of the parameters that a rank owns. Source: Kingma and Ba 2014, arXiv 1412.6980.
 *
 * @param tensorCount number of parameter tensors: multi-tensor kernels are launched per group of them
 * @param largestTensorParameterCount parameters of the largest tensor, usually the embedding table
 */
public record OptimizerStep(long parameterCount, long tensorCount, long largestTensorParameterCount)
        implements Operator {

    public OptimizerStep {
        Operator.requirePositive("parameterCount", parameterCount);
        Operator.requirePositive("tensorCount", tensorCount);
        Operator.requirePositive("largestTensorParameterCount", largestTensorParameterCount);
        if (largestTensorParameterCount > parameterCount) {
            throw new IllegalArgumentException("largestTensorParameterCount (" + largestTensorParameterCount
                    + ") must be at most parameterCount (" + parameterCount + ")");
        }
    }

    /** Reads gradient, parameter and both moments; writes parameter and both moments, all in {@code precision}. */
    @Override
    public Work work(Pass pass, Precision precision) {
        if (pass != Pass.WHOLE) {
            throw Operator.noSuchPass(this, pass);
        }
        double copy = (double) precision.byteCount() * parameterCount;
        return Work.moving(4 * copy, 3 * copy);
    }

    @Override
    public String family() {
        return "adam";
    }

    @Override
    public String shapeText() {
        return parameterCount + " in " + tensorCount;
    }
}

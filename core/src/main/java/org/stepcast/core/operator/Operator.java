package org.stepcast.core.operator;

/**
 * One operator with its shape: the unit that is sampled, fitted and predicted. Shapes are per rank, after tensor
 * parallelism has divided them.
 */
public sealed interface Operator
        permits Activation,
                Attention,
                BatchedGemm,
                Collective,
                CrossEntropy,
                ElementWise,
                Embedding,
                ExpertLayer,
                Gemm,
                MaskFill,
                Normalization,
                OptimizerStep,
                RotaryEmbedding,
                Softmax {

    /**
     * The least work of {@code pass} in {@code precision}.
     *
     * @throws IllegalArgumentException if the operator has no such pass
     */
    Work work(Pass pass, Precision precision);

    /** Key of the operators that share a regressor, such as {@code gemm} or {@code all_reduce}. */
    String family();

    /** The shape for people, such as {@code 4096x6144x4096}. */
    String shapeText();

    /** Checks that a dimension of a shape is positive. */
    static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " (" + value + ") must be positive");
        }
    }

    /** The answer to a pass that an operator does not have. */
    static IllegalArgumentException noSuchPass(Operator operator, Pass pass) {
        return new IllegalArgumentException(operator.family() + " has no pass " + pass);
    }
}

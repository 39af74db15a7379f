package org.stepcast.estimator.config;

/**
 * A linear layer of a model, or of the part of it that one rank holds.
 *
 * @param name its place in the model: {@code mlp up}
 * @param inputSize features of a row that it reads
 * @param outputSize features of a row that it writes
 */
public record Linear(String name, Role role, long inputSize, long outputSize) {

    /** What a linear layer is for, which decides whether it adds a bias. */
    public enum Role {
        QUERY_KEY_VALUE,
        ATTENTION_OUTPUT,
        /** To and from the low ranks of latent attention: never with a bias. */
        LATENT,
        MLP,
        /** Chooses experts, or weighs a shared one: never with a bias. */
        ROUTER
    }

    /** Elements of the matrix, without a bias. */
    public long matrixCount() {
        return inputSize * outputSize;
    }

    /** Matrix and bias. */
    public long parameterCount(Biases biases) {
        return matrixCount() + (biases.cover(role) ? outputSize : 0);
    }
}

package org.stepcast.estimator.step;

/**
 * A matrix product Y[m, n] = X[m, k] · W[k, n] in training: itself, and the two products of its backward pass.
 *
 * @param inputMicros gradient of X: [m, n] by [n, k]
 * @param weightMicros gradient of W: [k, m] by [m, n]
 */
record ProductTimes(double forwardMicros, double inputMicros, double weightMicros) {

    static final ProductTimes NONE = new ProductTimes(0, 0, 0);

    Passes passes() {
        return new Passes(forwardMicros, inputMicros + weightMicros);
    }

    ProductTimes plus(ProductTimes other, double count) {
        return new ProductTimes(
                forwardMicros + count * other.forwardMicros,
                inputMicros + count * other.inputMicros,
                weightMicros + count * other.weightMicros);
    }

    ProductTimes mixedWith(ProductTimes other, double fraction) {
        return NONE.plus(this, 1 - fraction).plus(other, fraction);
    }
}

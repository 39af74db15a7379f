package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.Precision;

/**
 * D[m, n] = A · B over {@code k}, all column-major.
 *
 * @param m rows of D
 * @param n columns of D
 * @param k what is summed over
 * @param left TRANSPOSED: A is stored k by m; PLAIN: m by k
 * @param right TRANSPOSED: B is stored n by k; PLAIN: k by n
 * @param batchCount products of matrices that lie one after another
 */
record Product(long m, long n, long k, Order left, Order right, long batchCount, Precision precision) {

    /** How a factor is stored. */
    enum Order {
        PLAIN,
        TRANSPOSED
    }

    /** What is done with the bias on the way. */
    enum Epilogue {
        NONE,
        /** Adds bias[m] to each column of D. */
        BIAS,
        /** Writes the sums of B over k, [n]. */
        BIAS_GRADIENT
    }
}

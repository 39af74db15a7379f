package org.stepcast.estimator.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NonNegativeLeastSquaresTest {

    @Test
    void equalsPlainLeastSquaresWhereThatIsPositive() {
        // A = [[1, 1], [1, 2], [1, 3]], b = [3, 5, 7]: b = 1 + 2·second column.
        double[][] gram = {{3, 6}, {6, 14}};
        double[] moments = {15, 34};
        assertThat(NonNegativeLeastSquares.solve(gram, moments)).containsExactly(new double[] {1, 2}, within(1e-6));
    }

    @Test
    void givesZeroWherePlainLeastSquaresIsNegative() {
        // A = [[1, 1], [1, 2], [1, 3]], b = [1, 2, 3] − 1: the best line has the intercept −1.
        double[][] gram = {{3, 6}, {6, 14}};
        double[] moments = {0 + 1 + 2, 0 + 2 + 6};
        double bestSlopeAlone = 8.0 / 14;
        assertThat(NonNegativeLeastSquares.solve(gram, moments))
                .containsExactly(new double[] {0, bestSlopeAlone}, within(1e-6));
    }

    @Test
    void givesZeroForAColumnOfZeros() {
        double[][] gram = {{0, 0}, {0, 4}};
        double[] moments = {0, 8};
        assertThat(NonNegativeLeastSquares.solve(gram, moments)).containsExactly(new double[] {0, 2}, within(1e-6));
    }

    @Test
    void givesZerosWhereNothingHelps() {
        double[][] gram = {{1, 0}, {0, 1}};
        double[] moments = {-1, -2};
        assertThat(NonNegativeLeastSquares.solve(gram, moments)).containsExactly(0, 0);
    }
}

package org.stepcast.estimator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LevenbergMarquardtTest {

    @Test
    void aLineThroughThreePointsIsThatOfLeastSquares() {
        double[] y = {1, 3, 2};

        double[] best = LevenbergMarquardt.minimise(
                x -> new double[] {x[0] - y[0], x[0] + x[1] - y[1], x[0] + 2 * x[1] - y[2]}, 2);

        assertThat(best[0]).isCloseTo(1.5, within(1e-3));
        assertThat(best[1]).isCloseTo(0.5, within(1e-3));
    }

    @Test
    void curvesAreFollowedToTheirLowestPoint() {
        double[] best = LevenbergMarquardt.minimise(x -> new double[] {Math.exp(x[0]) - 2, x[1] * x[1] - x[0]}, 2);

        assertThat(best[0]).isCloseTo(Math.log(2), within(0.05));
    }
}

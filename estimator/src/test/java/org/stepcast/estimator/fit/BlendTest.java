package org.stepcast.estimator.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlendTest {

    private static final double[] RESIDUALS = {0.1, -0.2, 0.05, 0.3};

    @Test
    void takesTheCandidateThatIsRight() {
        double[][] corrections = {{0, 0, 0, 0.9}, RESIDUALS};
        assertThat(Blend.best(corrections, RESIDUALS).weights()).isEqualTo(List.of(0.0, 1.0));
    }

    @Test
    void averagesCandidatesThatErrToOppositeSides() {
        double[][] corrections = {{0.2, -0.1, 0.15, 0.4}, {0.0, -0.3, -0.05, 0.2}};
        assertThat(Blend.best(corrections, RESIDUALS).weights()).isEqualTo(List.of(0.5, 0.5));
    }

    @Test
    void leavesTheBaseAloneWhereCandidatesOnlyAddNoise() {
        double[][] corrections = {{-0.1, 0.2, -0.05, -0.3}};
        assertThat(Blend.best(corrections, RESIDUALS).isEmpty()).isTrue();
    }
}

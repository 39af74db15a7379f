package org.stepcast.estimator.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlendTest {

    private static final double[] RESIDUALS = {0.1, -0.2, 0.05, 0.3};
    private static final List<Double> RIGHT = List.of(0.1, -0.2, 0.05, 0.3);

    private static HeldOutCorrections candidates(List<List<Double>> corrections) {
        return new HeldOutCorrections(List.of(0, 1, 2, 3), corrections);
    }

    @Test
    void takesTheCandidateThatIsRight() {
        HeldOutCorrections heldOut = candidates(List.of(List.of(0.0, 0.0, 0.0, 0.9), RIGHT));
        assertThat(Blend.best(heldOut, RESIDUALS).weights()).isEqualTo(List.of(0.0, 1.0));
    }

    @Test
    void averagesCandidatesThatErrToOppositeSides() {
        HeldOutCorrections heldOut = candidates(List.of(List.of(0.2, -0.1, 0.15, 0.4), List.of(0.0, -0.3, -0.05, 0.2)));
        assertThat(Blend.best(heldOut, RESIDUALS).weights()).isEqualTo(List.of(0.5, 0.5));
    }

    @Test
    void leavesTheBaseAloneWhereCandidatesOnlyAddNoise() {
        HeldOutCorrections heldOut = candidates(List.of(List.of(-0.1, 0.2, -0.05, -0.3)));
        assertThat(Blend.best(heldOut, RESIDUALS).isEmpty()).isTrue();
    }

    @Test
    void leavesTheBaseAloneWhereNothingWasHeldOut() {
        HeldOutCorrections nothing = new HeldOutCorrections(List.of(), List.of(List.of(), List.of()));
        assertThat(Blend.best(nothing, RESIDUALS).weights()).isEqualTo(List.of(0.0, 0.0));
    }
}

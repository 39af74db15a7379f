package org.stepcast.estimator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.estimator.run.ScalingLaw.Term;

final class ScalingLawTest {

    static List<ScalingLaw> laws() {
        return RunDefaults.builtIn().laws();
    }

    /** L(N, C / 6N) over a fine grid of N has its lowest point where the law says. */
    @ParameterizedTest
    @ValueSource(doubles = {1e20, 5.76e23, 1e26})
    void theLossIsLowestAtTheBestSize(double flops) {
        ScalingLaw law = ScalingLaw.of("besiroglu", new Term(482.01, 0.3478), new Term(2085.43, 0.3658), "test");
        double best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (double size = 1e6; size < 1e14; size *= 1.001) {
            double loss = 482.01 / Math.pow(size, 0.3478) + 2085.43 / Math.pow(flops / 6 / size, 0.3658);
            if (loss < lowest) {
                lowest = loss;
                best = size;
            }
        }
        assertThat(law.parameterCount(flops)).isCloseTo(best, Percentage.withPercentage(0.2));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void tokensParametersAndFlopsBelongTogether(ScalingLaw law) {
        double flops = 3e23;
        double parameters = law.parameterCount(flops);
        assertThat(6 * parameters * law.tokenCount(flops)).isCloseTo(flops, Percentage.withPercentage(1e-9));
        assertThat(law.flops(parameters)).isCloseTo(flops, Percentage.withPercentage(1e-9));
    }

    @Test
    void chinchillaIsSeventyBillionParametersOnTwentyTokensEach() {
        ScalingLaw law = laws().getFirst();
        double flops = 6 * 70e9 * 1.4e12;
        assertThat(law.parameterCount(flops)).isCloseTo(70e9, within(1.0));
        assertThat(law.tokenCount(flops)).isCloseTo(1.4e12, within(1e3));
    }
}

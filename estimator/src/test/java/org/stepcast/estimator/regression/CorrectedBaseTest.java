package org.stepcast.estimator.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepcast.estimator.regression.CompiledTrees.Combination;

class CorrectedBaseTest {

    private static final double CORRECTION = Math.log(1.2);
    private static final SampledRange RANGE = new SampledRange(List.of("m"), List.of(100.0), List.of(1000.0));

    /** Base 10 µs, whatever the row; trees that always say ln 1.2. */
    private static CorrectedBase corrected(double weightFraction, double edgeFraction, double largest) {
        TreeAssembler assembler = new TreeAssembler(Combination.MEAN);
        assembler.setLeaf(assembler.addRoot(), CORRECTION);
        PhysicalBase base = new PhysicalBase(List.of("launch"), 1, List.of(10.0), 1);
        List<WeightedTrees> parts = List.of(new WeightedTrees(weightFraction, assembler.trees()));
        return new CorrectedBase(base, parts, largest, edgeFraction, RANGE);
    }

    private static Point size(double m) {
        return new Point(new double[] {1}, new double[0], new double[] {m});
    }

    @Test
    void correctsFullyInsideOfTheSampledRange() {
        assertThat(corrected(1, 0, 1).micros(size(1000))).isCloseTo(12, within(1e-9));
    }

    @Test
    void fadesToTheBaseWithinADoubling() {
        CorrectedBase corrected = corrected(1, 0, 1);
        double halfWay = 10 * Math.exp(0.5 * CORRECTION);
        assertThat(corrected.micros(size(1000 * Math.sqrt(2)))).isCloseTo(halfWay, within(1e-9));
        assertThat(corrected.micros(size(2000))).isCloseTo(10, within(1e-9));
        assertThat(corrected.micros(size(50))).isCloseTo(10, within(1e-9));
        assertThat(corrected.micros(size(1e6))).isCloseTo(10, within(1e-9));
    }

    @Test
    void keepsTheEdgeFractionFarOutside() {
        assertThat(corrected(1, 0.5, 1).micros(size(1e6))).isCloseTo(10 * Math.exp(0.5 * CORRECTION), within(1e-9));
    }

    @Test
    void weighsAndBoundsTheCorrection() {
        assertThat(corrected(0.25, 1, 1).micros(size(500))).isCloseTo(10 * Math.exp(CORRECTION / 4), within(1e-9));
        assertThat(corrected(1, 1, 0.1).micros(size(500))).isCloseTo(10 * Math.exp(0.1), within(1e-9));
    }
}

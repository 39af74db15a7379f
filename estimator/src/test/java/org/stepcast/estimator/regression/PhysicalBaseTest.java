package org.stepcast.estimator.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PhysicalBaseTest {

    private static final Point POINT = new Point(new double[] {1, 10, 100}, new double[0], new double[0]);

    @Test
    void addsHostAndDeviceWhenOneWaitsForTheOther() {
        PhysicalBase base = new PhysicalBase(List.of("launch", "flops", "bytes"), 1, List.of(5.0, 2.0, 0.5), 1);
        assertThat(base.micros(POINT)).isEqualTo(5 + 20 + 50);
    }

    @Test
    void hidesTheShorterPartBehindTheLongerOne() {
        PhysicalBase base = new PhysicalBase(List.of("launch", "flops", "bytes"), 1, List.of(3.0, 0.0, 0.04), 2);
        assertThat(base.micros(POINT)).isCloseTo(5, within(1e-12)); // √(3² + 4²)
    }

    @Test
    void growsWithAFactor() {
        PhysicalBase base = new PhysicalBase(List.of("launch", "flops", "bytes"), 1, List.of(5.0, 2.0, 0.5), 4);
        assertThat(base.times(3).micros(POINT)).isCloseTo(3 * base.micros(POINT), within(1e-9));
    }

    @Test
    void needsACoefficientForEachTerm() {
        assertThatThrownBy(() -> new PhysicalBase(List.of("launch"), 1, List.of(), 1))
                .hasMessage("1 terms have 0 coefficients");
    }
}

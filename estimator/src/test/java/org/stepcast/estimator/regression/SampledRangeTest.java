package org.stepcast.estimator.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampledRangeTest {

    private static final SampledRange RANGE =
            new SampledRange(List.of("m", "k"), List.of(1024.0, 64.0), List.of(32768.0, 256.0));

    private static Point point(double m, double k) {
        return new Point(new double[0], new double[0], new double[] {m, k});
    }

    @Test
    void containsItsEdges() {
        assertThat(RANGE.contains(point(1024, 256))).isTrue();
        assertThat(RANGE.contains(point(32768, 64))).isTrue();
    }

    @Test
    void namesTheDimensionsOutside() {
        Point outside = point(65536, 128);
        assertThat(RANGE.contains(outside)).isFalse();
        assertThat(RANGE.outside(outside)).containsExactly("m 65536 (sampled 1024 to 32768)");
    }

    @Test
    void measuresTheFarthestDimension() {
        assertThat(RANGE.logExcess(point(65536, 16))).isCloseTo(Math.log(4), within(1e-12));
        assertThat(RANGE.logExcess(point(2048, 128))).isZero();
    }

    @Test
    void spansTheRowsItIsMadeFrom() {
        TrainingSet set = new TrainingSet(List.of(point(8, 3), point(2, 5)), new double[] {1, 1}, new double[] {1, 1});
        assertThat(SampledRange.of(List.of("m", "k"), set))
                .isEqualTo(new SampledRange(List.of("m", "k"), List.of(2.0, 3.0), List.of(8.0, 5.0)));
    }
}

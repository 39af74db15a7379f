package org.stepcast.sampler.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class MeasurerTest {

    private static final double NEVER = 0;
    private static final double LONG = 1e12;

    @Test
    void warmUpRunsDoNotCount() throws Exception {
        var rule = new MeasureRule(2, 3, 3, NEVER, LONG);

        var measurement = measure(rule, 900, 500, 10, 12, 11);

        assertThat(measurement.medianMicros()).isEqualTo(11);
        assertThat(measurement.runCount()).isEqualTo(3);
    }

    @Test
    void equalTimesAreTightAtOnce() throws Exception {
        var rule = new MeasureRule(0, 5, 50, 0.01, LONG);

        assertThat(measure(rule, DoubleStream.generate(() -> 7).limit(50).toArray())
                        .runCount())
                .isEqualTo(5);
    }

    @Test
    void noisyTimesAreRepeatedUpToTheCap() throws Exception {
        var rule = new MeasureRule(0, 5, 9, 0.01, LONG);

        var measurement = measure(rule, 10, 20, 10, 20, 10, 20, 10, 20, 10);

        assertThat(measurement.runCount()).isEqualTo(9);
        assertThat(measurement.halfWidthFraction()).isEqualTo((20.0 - 10.0) / 2 / 10.0);
    }

    @Test
    void longRunsStopAtTheTimeCap() throws Exception {
        var rule = new MeasureRule(0, 2, 100, NEVER, 250);

        assertThat(measure(rule, 100, 101, 102, 103, 104).runCount()).isEqualTo(3);
    }

    @Test
    void oneStragglerMovesNeitherMedianNorNoise() throws Exception {
        var rule = new MeasureRule(0, 5, 5, NEVER, LONG);

        var measurement = measure(rule, 10, 10, 10, 10, 5000);

        assertThat(measurement.medianMicros()).isEqualTo(10);
        assertThat(measurement.noiseFraction()).isZero();
    }

    @Test
    void publishedStatisticIsTheMeanOfTheThirdToTheSeventhFastest() throws Exception {
        var rule = new MeasureRule(0, 10, 10, NEVER, LONG);

        var measurement = measure(rule, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);

        assertThat(measurement.publishedMicros()).isCloseTo((3 + 4 + 5 + 6 + 7) / 5.0, within(1e-12));
    }

    private static Measurement measure(MeasureRule rule, double... micros) throws Exception {
        Iterator<Double> times = Arrays.stream(micros).iterator();
        return new Measurer(rule).measure(times::next);
    }
}

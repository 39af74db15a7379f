package org.stepcast.estimator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoodputTest {

    /** The closed form against a run that is played through, failure by failure. */
    @ParameterizedTest
    @CsvSource({"10000, 900, 60, 1000, 1", "2000, 300, 100, 600, 2", "50000, 0, 5, 3600, 3", "1000, 500, 50, 400, 4"})
    void usefulShareIsThatOfASimulatedRun(double mean, double restart, double write, double interval, long seed) {
        Random random = new Random(seed);
        long segments = 40_000;
        double clock = 0;
        double nextFailure = exponential(random, mean);
        for (long segment = 0; segment < segments; segment++) {
            double needed = interval + write;
            while (nextFailure < needed) {
                clock += nextFailure;
                nextFailure = exponential(random, mean);
                needed = restart + interval + write;
            }
            clock += needed;
            nextFailure -= needed;
        }
        assertThat(Goodput.usefulFraction(mean, restart, write, interval))
                .isCloseTo(segments * interval / clock, Percentage.withPercentage(2));
    }

    @ParameterizedTest
    @CsvSource({"10000, 60", "3600, 5", "1000, 200"})
    void noIntervalBeatsDalysByMuch(double mean, double write) {
        double atDaly = Goodput.usefulFraction(mean, 300, write, Goodput.daly(write, mean));
        double best = 0;
        for (double interval = 1; interval < 5 * mean; interval *= 1.01) {
            best = Math.max(best, Goodput.usefulFraction(mean, 300, write, interval));
        }
        assertThat(atDaly).isLessThanOrEqualTo(best * 1.000001).isGreaterThan(best * 0.999);
    }

    @Test
    void youngsIntervalIsTheRootOfTwiceCostTimesMean() {
        Goodput goodput = Goodput.of(conditions(10_000, OptionalDouble.of(500)));
        assertThat(goodput.checkpointSeconds()).isEqualTo(1e12 / 50e9);
        assertThat(goodput.youngSeconds()).isCloseTo(Math.sqrt(2 * 20 * 10_000.0), within(1e-9));
        assertThat(goodput.intervalSeconds()).isEqualTo(500);
    }

    @Test
    void withoutFailuresNothingIsLost() {
        Goodput never = Goodput.of(conditions(Double.POSITIVE_INFINITY, OptionalDouble.empty()));
        assertThat(never.usefulFraction()).isEqualTo(1);
        Goodput saving = Goodput.of(conditions(Double.POSITIVE_INFINITY, OptionalDouble.of(180)));
        assertThat(saving.usefulFraction()).isEqualTo(180.0 / (180 + 20));
    }

    /** The Llama 3 report: 16,384 GPUs, a failure every 3 hours, more than 90 % of the time effective. */
    @Test
    void llama3KeepsNineTenthsOfItsTime() {
        double mean = 3600 / (1.973e-5 * 16_384);
        assertThat(mean / 3600).isCloseTo(54 * 24.0 / 419, Percentage.withPercentage(0.1));
        double write = 405e9 * 14 / 2e12;
        assertThat(Goodput.usefulFraction(mean, 900, write, Goodput.daly(write, mean)))
                .isBetween(0.88, 0.93);
    }

    private static Conditions conditions(double mean, OptionalDouble interval) {
        return new Conditions(mean, 300, 1e12, 50e9, interval, 1, 1, List.of());
    }

    private static double exponential(Random random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }
}

package org.stepcast.estimator.step;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.core.quantity.Interval;

/**
 * The spread of a step time. Errors of operators of one family move together and add up; errors of different families are
 * independent and add up in squares; the composition itself errs too.
 */
final class StepSpread {

    /**
     * p10–p90 half-width of the composition's own error, as a fraction. Source: the mean end-to-end errors that the
     * forerunner's composition reached with measured operators, 4.98 % on A100 and 9.38 % on GH200 (arXiv 2509.22832),
     * whose mean, 7.2 %, is 1.6 times less than the 0.9 quantile of a normal error with that mean size.
     */
    private static final double COMPOSITION_FRACTION = 0.072 * 1.6;

    private record Deviation(double lowMicros, double highMicros) {

        Deviation plus(TimedUse use) {
            Interval micros = use.time().micros();
            return new Deviation(
                    lowMicros + use.count() * (micros.p50() - micros.p10()),
                    highMicros + use.count() * (micros.p90() - micros.p50()));
        }
    }

    private final double lowFraction;
    private final double highFraction;

    StepSpread(List<TimedUse> uses) {
        double totalMicros = uses.stream().mapToDouble(TimedUse::micros).sum();
        Map<String, Deviation> families = new TreeMap<>();
        uses.forEach(
                use -> families.merge(use.operator().family(), new Deviation(0, 0).plus(use), StepSpread::together));
        double low = 0;
        double high = 0;
        for (Deviation family : families.values()) {
            low += square(family.lowMicros() / totalMicros);
            high += square(family.highMicros() / totalMicros);
        }
        this.lowFraction = Math.sqrt(low + square(COMPOSITION_FRACTION));
        this.highFraction = Math.sqrt(high + square(COMPOSITION_FRACTION));
    }

    /** The interval of a step that takes {@code p50Seconds}. */
    Interval around(double p50Seconds) {
        return Interval.around(p50Seconds, -Math.min(lowFraction, 0.95), highFraction);
    }

    private static Deviation together(Deviation a, Deviation b) {
        return new Deviation(a.lowMicros + b.lowMicros, a.highMicros + b.highMicros);
    }

    private static double square(double value) {
        return value * value;
    }
}

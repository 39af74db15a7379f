package org.stepcast.sampler.measure;

import java.util.Arrays;
import org.stepcast.sampler.backend.Refusal;

/** Repeats runs until the interval of their median is tight or a cap is met. */
public final class Measurer {

    private final MeasureRule rule;

    public Measurer(MeasureRule rule) {
        this.rule = rule;
    }

    /**
     * The time of one shape.
     *
     * @throws Refusal as {@code times} does
     */
    public Measurement measure(RawTimes times) throws Refusal {
        for (int run = 0; run < rule.warmUpCount(); run++) {
            times.nextMicros();
        }
        double[] measured = new double[rule.mostCount()];
        int count = 0;
        double totalMicros = 0;
        while (count < rule.mostCount()) {
            measured[count] = times.nextMicros();
            totalMicros += measured[count++];
            if (count >= rule.leastCount() && (totalMicros >= rule.mostMicros() || isTight(measured, count))) {
                break;
            }
        }
        return of(measured, count);
    }

    private boolean isTight(double[] measured, int count) {
        return of(measured, count).halfWidthFraction() <= rule.tightFraction();
    }

    private static Measurement of(double[] measured, int count) {
        return new RunTimes(Arrays.copyOf(measured, count)).measurement();
    }
}

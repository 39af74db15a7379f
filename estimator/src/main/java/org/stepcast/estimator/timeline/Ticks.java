package org.stepcast.estimator.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round times along an axis, in the unit that suits them. */
final class Ticks {

    private static final int MOST = 9;

    private Ticks() {}

    /** From 0 to {@code totalMicros}, 1, 2 or 5 of a power of ten apart. */
    static List<Double> of(double totalMicros) {
        double step = Math.pow(10, Math.floor(Math.log10(totalMicros / MOST)));
        for (double factor : new double[] {2, 2.5, 2}) {
            if (totalMicros / step > MOST) {
                step *= factor;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= totalMicros; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    static String text(double micros) {
        if (micros == 0) {
            return "0";
        }
        if (micros >= 1e6) {
            return number(micros / 1e6) + " s";
        }
        return micros >= 1e3 ? number(micros / 1e3) + " ms" : number(micros) + " us";
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}

package org.stepcast.estimator.step;

import java.util.EnumMap;
import java.util.Map;

/** Microseconds of one step on its slowest stage, by part; absent parts take none. */
public record Breakdown(Map<Part, Double> micros) {

    public Breakdown {
        micros = Map.copyOf(micros);
    }

    public double micros(Part part) {
        return micros.getOrDefault(part, 0.0);
    }

    /** The sum of all parts. */
    public double totalMicros() {
        double total = 0;
        for (Part part : Part.values()) {
            total += micros(part);
        }
        return total;
    }

    /** Every part {@code factor} times as long. */
    Breakdown times(double factor) {
        Builder scaled = new Builder();
        micros.forEach((part, value) -> scaled.add(part, value * factor));
        return scaled.build();
    }

    /** Adds up parts one by one. */
    static final class Builder {

        private final Map<Part, Double> micros = new EnumMap<>(Part.class);

        Builder add(Part part, double addedMicros) {
            micros.merge(part, addedMicros, Double::sum);
            return this;
        }

        Breakdown build() {
            return new Breakdown(micros);
        }
    }
}

package org.stepcast.sampler.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.stepcast.sampler.config.Axis;

/** Runs through all combinations of the values of some axes, the last axis fastest. */
final class Odometer {

    private final List<Axis> axes;

    Odometer(List<Axis> axes) {
        this.axes = axes;
    }

    void forEach(Consumer<List<String>> combination) {
        turn(0, new ArrayList<>(), combination);
    }

    private void turn(int digit, List<String> values, Consumer<List<String>> combination) {
        if (digit == axes.size()) {
            combination.accept(List.copyOf(values));
            return;
        }
        for (String value : axes.get(digit).values()) {
            values.add(value);
            turn(digit + 1, values, combination);
            values.removeLast();
        }
    }
}

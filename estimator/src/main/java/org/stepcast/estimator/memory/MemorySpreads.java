package org.stepcast.estimator.memory;

import java.util.List;
import org.stepcast.core.quantity.YamlNode;

/**
 * How far a predicted peak may lie from the truth: standard deviations of its logarithm, from residuals of measured peaks.
 *
 * @param unmeasuredFraction of frameworks without a measured peak: the error on each framework whose peaks were left out
 */
record MemorySpreads(double unmeasuredFraction, List<Measured> measured) {

    private static final String FILE = "spreads.yml";

    MemorySpreads {
        measured = List.copyOf(measured);
    }

    /**
     * What the peaks of a framework tell.
     *
     * @param profile that predicts them
     */
    record Measured(String profile, double spreadFraction) {}

    static MemorySpreads builtIn() {
        return DataFile.read(FILE, MemorySpreads::read);
    }

    private static MemorySpreads read(YamlNode file) {
        file.text("source");
        return new MemorySpreads(
                file.optionalPositive("unmeasured").orElse(1),
                file.sections("measured").stream().map(MemorySpreads::entry).toList());
    }

    private static Measured entry(YamlNode entry) {
        // What the spread follows from, for readers of the file.
        for (String key : List.of("rows", "peaks", "error_percent", "unseen_error_percent")) {
            entry.optionalPositive(key);
        }
        entry.text("counts");
        return new Measured(
                entry.text("profile"), entry.optionalPositive("spread").orElse(1));
    }

    double spreadFraction(MemoryProfile profile) {
        return measured.stream()
                .filter(entry -> entry.profile().equals(profile.measuredAs()))
                .findFirst()
                .map(Measured::spreadFraction)
                .orElse(unmeasuredFraction);
    }
}

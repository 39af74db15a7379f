package org.stepcast.estimator.search;

import java.util.Locale;

/** What the best plan has least of. */
public enum Objective {
    /** Time of a step. */
    TIME,
    /** Dollars of a step. */
    COST,
    /** Device hours of a step. */
    GPU_HOURS;

    /** The name that the command line uses: {@code gpu-hours}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value of a step of {@code seconds} on {@code target}. */
    double value(double seconds, Target target) {
        return switch (this) {
            case TIME -> seconds;
            case COST -> target.dollars(seconds).orElseThrow();
            case GPU_HOURS -> target.deviceHours(seconds);
        };
    }
}

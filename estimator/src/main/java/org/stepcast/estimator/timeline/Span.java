package org.stepcast.estimator.timeline;

import java.util.Locale;

/**
 * Something that a stage does for a while.
 *
 * @param name as a trace shows it: {@code F 3 chunk 1}
 * @param label as a picture shows it where there is room: {@code 3}
 * @param chunk of the stage; 0 where it has one alone
 */
public record Span(String name, String label, Kind kind, int chunk, double startMicros, double endMicros) {

    /** What a span is spent on. */
    public enum Kind {
        FORWARD,
        BACKWARD,
        INPUT_GRADIENT,
        WEIGHT_GRADIENT,
        RECOMPUTE,
        /** Collectives within a pass, drawn in one piece at its end; in truth they alternate with its operators. */
        COLLECTIVE,
        SEND,
        /** Gradients reduced, parameters gathered; what compute hides of it included. */
        DATA_PARALLEL,
        OPTIMIZER;

        /** For people: {@code weight gradient}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    double micros() {
        return endMicros - startMicros;
    }

    Span times(double factor) {
        return new Span(name, label, kind, chunk, startMicros * factor, endMicros * factor);
    }
}

package org.stepcast.core.operator;

import java.util.Locale;

/** Which part of a training step an operator's time belongs to. */
public enum Pass {
    FORWARD,
    /** All gradients of the operator: of its inputs and of its weights. */
    BACKWARD,
    /** Operators that run once, such as collectives and the optimizer step. */
    WHOLE;

    /** The name that reports use: {@code forward}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

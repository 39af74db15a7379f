package org.stepcast.sampler.backend;

import java.io.Serial;
import java.util.Locale;

/** A shape that a backend does not run. It becomes a row of the failures, and the rest goes on. */
public final class Refusal extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** The backend or the device cannot compute it, whatever the size. */
        UNSUPPORTED,
        /** The operands do not fit. */
        OUT_OF_MEMORY,
        /** The library failed. */
        FAILED
    }

    private final Kind kind;

    /** @param reason for a person, one line */
    public Refusal(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The reason after its kind: {@code out of memory: ...}. */
    public String text() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + getMessage();
    }
}

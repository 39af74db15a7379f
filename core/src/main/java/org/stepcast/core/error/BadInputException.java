package org.stepcast.core.error;

import java.io.Serial;

/** A file, field or value is wrong: missing, unknown, of the wrong type or out of range. */
public final class BadInputException extends UserException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param message one fault a line: where, (value), what is allowed; a hint on a line of its own. */
    public BadInputException(String message) {
        super(message);
    }
}

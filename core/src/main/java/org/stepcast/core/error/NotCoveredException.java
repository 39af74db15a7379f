package org.stepcast.core.error;

import java.io.Serial;

/** The input is sound, but nothing that we know covers it: an operator, device or topology never sampled. */
public final class NotCoveredException extends UserException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param message one fault a line: where, (value), what is allowed; a hint on a line of its own. */
    public NotCoveredException(String message) {
        super(message);
    }
}

package org.stepcast.core.error;

import java.io.Serial;

/** The plan cannot run on the cluster: too few devices or too little memory. */
public final class DoesNotFitException extends UserException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param message one fault a line: where, (value), what is allowed; a hint on a line of its own. */
    public DoesNotFitException(String message) {
        super(message);
    }
}

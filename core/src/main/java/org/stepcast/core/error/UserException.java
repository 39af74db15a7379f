package org.stepcast.core.error;

import java.io.Serial;

/**
 * The user's input cannot be worked with. The message is for a person; it is printed without a stack trace and ends the
 * command with exit code 2 (HTTP 4xx). Anything else that is thrown is our own bug.
 */
public abstract sealed class UserException extends RuntimeException
        permits BadInputException, DoesNotFitException, NotCoveredException {

    @Serial
    private static final long serialVersionUID = 1L;

    UserException(String message) {
        super(message);
    }
}

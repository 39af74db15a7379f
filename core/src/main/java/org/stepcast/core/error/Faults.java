package org.stepcast.core.error;

import java.util.LinkedHashSet;
import java.util.Set;

/** Collects every fault of one input, so that the user sees them all at once, each once. Not thread-safe. */
public final class Faults {

    private final String source;
    private final Set<String> messages = new LinkedHashSet<>();

    /** @param source the file or input that the faults are in; starts each message. */
    public Faults(String source) {
        this.source = source;
    }

    /** Records that {@code field} with {@code value} breaks {@code rule} ("must divide the head count (32)"). */
    public void add(String field, Object value, String rule) {
        messages.add(source + ": " + field + " (" + value + ") " + rule + ".");
    }

    /** As {@link #add(String, Object, String)}, with one thing to try. */
    public void add(String field, Object value, String rule, String hint) {
        messages.add(source + ": " + field + " (" + value + ") " + rule + ".\n  " + hint);
    }

    /** Records a fault that has no value, such as a missing field. */
    public void add(String message) {
        messages.add(source + ": " + message);
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    /**
     * Ends the collecting.
     *
     * @throws BadInputException with all faults, one a line, if there are any
     */
    public void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new BadInputException(String.join("\n", messages));
        }
    }
}

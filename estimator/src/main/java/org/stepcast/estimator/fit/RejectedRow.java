package org.stepcast.estimator.fit;

import java.util.Locale;
import org.stepcast.core.operator.Pass;

/**
 * A row that no regressor is fitted to or tested on.
 *
 * @param line line of the file, counted from 1
 * @param rule short name of the rule that it breaks
 * @param reason for a person: what is impossible about it, with figures
 */
public record RejectedRow(String file, int line, Pass pass, String rule, String reason) {

    /** One line for a listing. */
    public String text() {
        return String.format(Locale.ROOT, "%s: line %d: %s: %s: %s", file, line, pass.label(), rule, reason);
    }
}

package org.stepcast.estimator.recipe;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.error.NotCoveredException;

/** What a framework cannot do of a job; all of it is reported at once. */
final class Gaps {

    private final String source;
    private final LaunchFramework framework;
    private final List<String> reasons = new ArrayList<>();

    Gaps(String source, LaunchFramework framework) {
        this.source = source;
        this.framework = framework;
    }

    /** Records that {@code key} with its value in {@code keys} cannot be had, where {@code missing} holds. */
    void addIf(boolean missing, NamedKeys keys, String key, String reason) {
        if (missing) {
            reasons.add(key + " (" + keys.find(key).map(Object::toString).orElse("not given") + "): " + reason);
        }
    }

    void throwIfAny() {
        if (!reasons.isEmpty()) {
            throw new NotCoveredException(
                    source + ": " + framework.title() + " cannot run this job.\n  " + String.join("\n  ", reasons));
        }
    }
}

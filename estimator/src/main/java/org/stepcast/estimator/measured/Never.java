package org.stepcast.estimator.measured;

/** What a format does not log. */
final class Never {

    /** Matches nothing. */
    static final String PATTERN = "(?!)";

    private Never() {}
}

package org.stepcast.estimator.timing;

import org.stepcast.core.quantity.Interval;

/**
 * A time that may answer a query, and how far its samples are from the query.
 *
 * @param time what the samples say, with its own spread
 * @param spreadFraction added because the samples are of something else; 0 for samples of the operator itself
 * @param reason what the samples are of; empty for samples of the operator itself
 */
record Candidate(OperatorTime time, double spreadFraction, String reason) {

    static Candidate exact(OperatorTime time) {
        return new Candidate(time, 0, "");
    }

    double micros() {
        return time.micros().p50();
    }

    Candidate times(double factor) {
        return new Candidate(time.times(factor), spreadFraction, reason);
    }

    /** This candidate for something that is {@code fraction} further from its samples. */
    Candidate farther(double fraction, String why) {
        String reasons = reason.isEmpty() ? why : reason + ", " + why;
        return new Candidate(time, spreadFraction + fraction, reasons);
    }

    /** The answer, if this candidate is chosen. */
    OperatorTime answer() {
        return reason.isEmpty() ? time : time.farther(spreadFraction, reason);
    }

    /** A time of {@code micros} that varies as this candidate does. */
    Candidate withMicros(double micros) {
        Interval own = time.micros();
        return times(micros / own.p50());
    }
}

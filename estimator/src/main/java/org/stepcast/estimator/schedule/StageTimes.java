package org.stepcast.estimator.schedule;

/**
 * How long one pipeline stage works on one micro-batch.
 *
 * @param forwardMicros its forward pass
 * @param backwardMicros its backward pass, recomputation included
 * @param transferMicros sending its output to the next stage, and as long for the gradient that comes back; 0 for the last
 */
public record StageTimes(double forwardMicros, double backwardMicros, double transferMicros) {

    public StageTimes {
        if (!(forwardMicros >= 0 && backwardMicros >= 0 && transferMicros >= 0)) {
            throw new IllegalArgumentException("times (" + forwardMicros + ", " + backwardMicros + ", " + transferMicros
                    + ") must not be negative");
        }
    }

    /** Work on one micro-batch, both passes. */
    public double busyMicros() {
        return forwardMicros + backwardMicros;
    }

    /** The same stage with transfers that take no time. */
    public StageTimes withoutTransfer() {
        return new StageTimes(forwardMicros, backwardMicros, 0);
    }
}

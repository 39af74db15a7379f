package org.stepcast.estimator.schedule;

/**
 * How long one part of the pipeline, a stage or one of its chunks, works on one micro-batch.
 *
 * @param forwardMicros its forward pass
 * @param inputGradientMicros the half of its backward pass that the previous part waits for, recomputation included
 * @param weightGradientMicros the other half; 0 where the two are not told apart
 * @param forwardTransferMicros sending its output to the next part; the last part has none, and its figure is ignored
 * @param backwardTransferMicros getting the gradient of that output back from the next part; likewise
 */
public record StageTimes(
        double forwardMicros,
        double inputGradientMicros,
        double weightGradientMicros,
        double forwardTransferMicros,
        double backwardTransferMicros) {

    public StageTimes {
        if (!(forwardMicros >= 0
                && inputGradientMicros >= 0
                && weightGradientMicros >= 0
                && forwardTransferMicros >= 0
                && backwardTransferMicros >= 0)) {
            throw new IllegalArgumentException("times (" + forwardMicros + ", " + inputGradientMicros + ", "
                    + weightGradientMicros + ", " + forwardTransferMicros + ", " + backwardTransferMicros
                    + ") must not be negative");
        }
    }

    /** A backward pass in one piece, and transfers that take as long either way. */
    public StageTimes(double forwardMicros, double backwardMicros, double transferMicros) {
        this(forwardMicros, backwardMicros, 0, transferMicros, transferMicros);
    }

    /** Its backward pass, both halves. */
    public double backwardMicros() {
        return inputGradientMicros + weightGradientMicros;
    }

    /** Work on one micro-batch, both passes. */
    public double busyMicros() {
        return forwardMicros + backwardMicros();
    }

    /** How long one task takes. */
    double micros(Task.Kind kind) {
        return switch (kind) {
            case FORWARD -> forwardMicros;
            case BACKWARD -> backwardMicros();
            case INPUT_GRADIENT -> inputGradientMicros;
            case WEIGHT_GRADIENT -> weightGradientMicros;
        };
    }

    /** The same part with transfers that take no time. */
    public StageTimes withoutTransfer() {
        return new StageTimes(forwardMicros, inputGradientMicros, weightGradientMicros, 0, 0);
    }
}

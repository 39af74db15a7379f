package org.stepcast.sampler.backend;

/** A model in training. */
public interface PreparedTraining extends AutoCloseable {

    /**
     * The times of one step.
     *
     * @param reduceMicros that the exchange of gradients took, waiting for the slowest rank included
     * @param loss before the update
     */
    record StepTimes(
            double forwardMicros, double backwardMicros, double reduceMicros, double optimizerMicros, double loss) {

        public double totalMicros() {
            return forwardMicros + backwardMicros + reduceMicros + optimizerMicros;
        }
    }

    /** Forward pass, loss, backward pass, exchange of gradients and AdamW update of one batch. */
    StepTimes step(GradientReducer reducer) throws Refusal;

    /** Numbers that are learned. */
    long parameterCount();

    /** Frees model and optimizer. */
    @Override
    void close();
}

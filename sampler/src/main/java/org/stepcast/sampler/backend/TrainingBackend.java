package org.stepcast.sampler.backend;

import org.stepcast.core.operator.Precision;

/** Trains real models on one device. Not thread-safe. */
public interface TrainingBackend extends AutoCloseable {

    /**
     * What is to be trained.
     *
     * @param batchCount sequences of a step
     */
    record TrainingTask(ModelShape model, int batchCount, int sequenceTokens, Precision precision) {}

    /** The device that the model is trained on. */
    DeviceFacts device();

    /**
     * Makes a model with random weights, optimizer states and random tokens.
     *
     * @throws Refusal if it cannot be trained here
     */
    PreparedTraining prepare(TrainingTask task) throws Refusal;

    @Override
    void close();
}

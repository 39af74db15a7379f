package org.stepcast.estimator.step;

/**
 * What the ends of the model take for one micro-batch.
 *
 * @param output the output layer
 * @param loss traffic of logits and of the last norm
 * @param embedding lookup and gradient
 * @param tensorMicros collective of the embedding or the output layer, each
 */
record EndTimes(Passes output, Passes loss, Passes embedding, double tensorMicros) {

    double headMicros() {
        return output.bothMicros() + loss.bothMicros();
    }
}

package org.stepcast.estimator.memory;

import org.stepcast.core.quantity.YamlNode;

/**
 * Bytes for each logit.
 *
 * @param forwardBytes alive in the loss's forward pass
 * @param savedBytes of these, kept until its backward pass
 * @param backwardBytes alive in its backward pass
 * @param heldBytes that the engine holds until the micro-batch ends
 */
record LossBytes(double forwardBytes, double savedBytes, double backwardBytes, double heldBytes) {

    static LossBytes read(YamlNode section) {
        return new LossBytes(
                section.optionalPositive("forward").orElse(0),
                section.optionalPositive("saved").orElse(0),
                section.optionalPositive("backward").orElse(0),
                section.optionalPositive("held").orElse(0));
    }
}

package org.stepcast.sampler.backend;

import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/**
 * What a backend is to run.
 *
 * @param name of the operator in the dataset; where names share an operator, it tells what their published samples include
 */
public record KernelTask(String name, Operator operator, Pass pass, Precision precision) {

    /** For messages: {@code gelu 1024x4096 forward fp16}. */
    public String text() {
        return name + " " + operator.shapeText() + " " + pass.label() + " " + precision.label();
    }
}

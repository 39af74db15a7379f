package org.stepcast.estimator.step;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.stepcast.core.dataset.PublishedOperator;

/**
 * Every time that the published formula adds up, in microseconds.
 *
 * @param operators one run of each operator
 * @param transferMicros activations to the next stage; 0 for one stage
 * @param tensorReduceMicros one tensor-parallel all-reduce; 0 for one rank
 * @param gradientReduceMicros all-reduce of the first stage's gradients
 * @param update gather and optimizer of each stage
 */
record PublishedTimes(
        Map<PublishedOperator, PassMicros> operators,
        double transferMicros,
        double tensorReduceMicros,
        double gradientReduceMicros,
        Update update) {

    /** One run of an operator. */
    record PassMicros(double forwardMicros, double backwardMicros) {}

    /** What ends the step on one stage: the gather of updated parameters and the optimizer. */
    record StageUpdate(double gatherMicros, double optimizerMicros) {

        static final StageUpdate NONE = new StageUpdate(0, 0);

        double micros() {
            return gatherMicros + optimizerMicros;
        }
    }

    /** What ends the step on the first, a middle and the last stage. */
    record Update(StageUpdate head, StageUpdate middle, StageUpdate tail) {

        StageUpdate slowest() {
            return Stream.of(head, middle, tail)
                    .max(Comparator.comparingDouble(StageUpdate::micros))
                    .orElseThrow();
        }
    }

    PublishedTimes {
        operators = Map.copyOf(operators);
    }

    double forward(PublishedOperator operator) {
        return passes(operator).forwardMicros();
    }

    double backward(PublishedOperator operator) {
        return passes(operator).backwardMicros();
    }

    private PassMicros passes(PublishedOperator operator) {
        PassMicros passes = operators.get(operator);
        if (passes == null) {
            throw new IllegalArgumentException("no time for " + operator.publishedName());
        }
        return passes;
    }
}

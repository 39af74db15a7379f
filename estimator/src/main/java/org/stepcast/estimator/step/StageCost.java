package org.stepcast.estimator.step;

import java.util.List;
import org.stepcast.estimator.schedule.StageTimes;
import org.stepcast.estimator.step.TimedUse.Phase;

/**
 * What one pipeline stage spends its time on.
 *
 * @param microBatch operators of one micro-batch
 * @param stepEnd communication and optimizer after the last micro-batch, as far as no compute hides them
 * @param transferMicros sending one micro-batch to the next stage
 */
record StageCost(long layerCount, List<TimedUse> microBatch, List<TimedUse> stepEnd, double transferMicros) {

    StageCost {
        microBatch = List.copyOf(microBatch);
        stepEnd = List.copyOf(stepEnd);
    }

    double forwardMicros() {
        return sum(Phase.FORWARD);
    }

    double backwardMicros() {
        return sum(Phase.BACKWARD);
    }

    double stepEndMicros() {
        return stepEnd.stream().mapToDouble(TimedUse::micros).sum();
    }

    StageTimes times() {
        return new StageTimes(forwardMicros(), backwardMicros(), transferMicros);
    }

    private double sum(Phase phase) {
        return microBatch.stream()
                .filter(use -> use.phase() == phase)
                .mapToDouble(TimedUse::micros)
                .sum();
    }
}

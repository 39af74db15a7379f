package org.stepcast.estimator.step;

import java.util.List;
import java.util.function.Predicate;
import org.stepcast.core.operator.Collective;
import org.stepcast.estimator.schedule.StageTimes;
import org.stepcast.estimator.step.StepCourse.PassShares;
import org.stepcast.estimator.step.StepCourse.StepEndPart;
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
        return sum(use -> use.phase() == Phase.FORWARD);
    }

    double backwardMicros() {
        return sum(use -> use.phase() == Phase.BACKWARD);
    }

    double stepEndMicros() {
        return stepEnd.stream().mapToDouble(TimedUse::micros).sum();
    }

    /** What the passes of one micro-batch are made of. */
    PassShares shares() {
        return new PassShares(
                sum(use -> use.part() == Part.RECOMPUTE),
                sum(use -> use.phase() == Phase.FORWARD && use.operator() instanceof Collective),
                sum(use -> use.phase() == Phase.BACKWARD && use.operator() instanceof Collective));
    }

    /** What follows the last micro-batch, with what of it compute hides. */
    List<StepEndPart> endParts() {
        return stepEnd.stream()
                .map(use -> new StepEndPart(
                        use.name(),
                        use.part(),
                        use.micros(),
                        Math.max(0, use.time().micros().p50() - use.micros())))
                .toList();
    }

    StageTimes times() {
        return new StageTimes(forwardMicros(), backwardMicros(), transferMicros);
    }

    private double sum(Predicate<TimedUse> counts) {
        return microBatch.stream().filter(counts).mapToDouble(TimedUse::micros).sum();
    }
}

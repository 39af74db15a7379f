package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.List;

/** Everything that the slowest stage runs in one step, with counts per step. */
record StepUses(List<TimedUse> uses) {

    StepUses(StageCost cost, long microBatchCount) {
        this(perStep(cost, microBatchCount));
    }

    private static List<TimedUse> perStep(StageCost cost, long microBatchCount) {
        List<TimedUse> uses = new ArrayList<>();
        for (TimedUse use : cost.microBatch()) {
            uses.add(new TimedUse(
                    use.name(),
                    use.operator(),
                    use.pass(),
                    use.phase(),
                    use.time(),
                    use.count() * microBatchCount,
                    use.part()));
        }
        uses.addAll(cost.stepEnd());
        return List.copyOf(uses);
    }
}

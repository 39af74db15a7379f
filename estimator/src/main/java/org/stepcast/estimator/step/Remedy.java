package org.stepcast.estimator.step;

import java.util.List;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate;

/**
 * A change of a job that makes it need less memory.
 *
 * @param changes keys of the configuration with their new values: {@code recompute: full}
 * @param slowdownFraction step time by that of the job as it is, less 1; below 0 where the change makes it faster
 */
public record Remedy(List<String> changes, TrainingConfig config, MemoryEstimate memory, double slowdownFraction) {

    public Remedy {
        changes = List.copyOf(changes);
    }
}

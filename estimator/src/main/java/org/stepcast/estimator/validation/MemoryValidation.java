package org.stepcast.estimator.validation;

import java.util.List;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.memory.MemoryModel;
import org.stepcast.estimator.memory.RunWords;

/** Compares predicted peaks with those of published runs. */
public final class MemoryValidation {

    private final MemoryModel memory;

    public MemoryValidation(MemoryModel memory) {
        this.memory = memory;
    }

    /** Compares the peak of a run. */
    public MemoryComparison compare(TrainingConfig config, RunWords words, double measuredGibibytes) {
        MemoryEstimate estimate = memory.estimate(config, words);
        return new MemoryComparison(
                estimate.profile(),
                memory.basis(words),
                measuredGibibytes * memory.gibibyteBytes(words),
                estimate.bytes(memory.basis(words)),
                estimate.outOfMemoryProbability());
    }

    /** The job of a run that does not tell what it recomputes: the least that fits, or everything. */
    public TrainingConfig withLeastRecompute(TrainingConfig config, RunWords words) {
        return List.of(Recompute.NONE, Recompute.SELECTIVE).stream()
                .map(config::withRecompute)
                .filter(job -> memory.estimate(job, words).fits())
                .findFirst()
                .orElseGet(() -> config.withRecompute(Recompute.FULL));
    }
}

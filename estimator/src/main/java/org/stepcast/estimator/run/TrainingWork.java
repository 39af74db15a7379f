package org.stepcast.estimator.run;

import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.ModelFlops;
import org.stepcast.estimator.model.ModelFlops.Convention;

/**
 * FLOPs of some tokens, as they are counted.
 *
 * @param plainFlops 6·N·D: N parameters (of experts those that a token passes through), D tokens
 * @param exactFlops every matrix product, with the whole of attention
 * @param visibleFlops the same with the part of attention that tokens see
 * @param hardwareFlops 6·N·D and, with full recomputation, the forward pass again: 8·N·D
 */
public record TrainingWork(double plainFlops, double exactFlops, double visibleFlops, double hardwareFlops) {

    private static final double PLAIN = 6;
    private static final double RECOMPUTED = 8;

    /** Of {@code tokens} tokens of a job. */
    public static TrainingWork of(TrainingConfig job, double tokens) {
        Architecture model = job.model();
        long sequence = job.batch().sequenceTokens();
        double parameters = model.activeParameterCount();
        return new TrainingWork(
                PLAIN * parameters * tokens,
                tokens * ModelFlops.perToken(model, sequence, Convention.WHOLE_ATTENTION),
                tokens * ModelFlops.perToken(model, sequence, Convention.VISIBLE_ATTENTION),
                (job.recompute() == Recompute.FULL ? RECOMPUTED : PLAIN) * parameters * tokens);
    }

    /** Of one step. */
    public static TrainingWork ofStep(TrainingConfig job) {
        return of(job, (double) job.batch().globalSize() * job.batch().sequenceTokens());
    }

    /** So many times as much. */
    public TrainingWork times(double factor) {
        return new TrainingWork(
                plainFlops * factor, exactFlops * factor, visibleFlops * factor, hardwareFlops * factor);
    }
}

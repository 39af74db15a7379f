package org.stepcast.estimator.model;

import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.estimator.config.Experts.Capacity;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * How tokens and experts of one layer lie on one rank.
 *
 * @param expertWays ranks that the experts are divided over
 * @param tensorWays ranks that each expert is divided over
 * @param routedTokens tokens that the rank routes itself
 * @param gatheredWays ranks whose tokens an expert's part sees after their exchange: those that each expert is divided
 *     over, unless they have the same tokens anyway
 * @param loadFactor tokens that experts compute / tokens that are sent to them: 1 unless capacity pads or drops
 * @param hottestFactor load of the busiest rank / mean load
 */
public record ExpertShape(
        Mixture mixture,
        long expertWays,
        long tensorWays,
        long routedTokens,
        long gatheredWays,
        double loadFactor,
        double hottestFactor) {

    public static ExpertShape of(TrainingConfig config, Mixture mixture, RankShape shape) {
        ParallelPlan plan = config.parallel();
        boolean divided = plan.sequenceParallel() == SequenceParallel.ON;
        return new ExpertShape(
                mixture,
                plan.expertSize(),
                plan.expertTensorSize(),
                shape.dividedTokens(),
                divided ? plan.expertTensorSize() : 1,
                loadFactor(mixture),
                hottestFactor(mixture, plan.expertSize()));
    }

    /** Tokens that experts compute / tokens that are sent to them. */
    public static double loadFactor(Mixture mixture) {
        return mixture.capacity() instanceof Capacity.Limited limited ? limited.capacityFactor() : 1;
    }

    /** Load of the busiest of {@code rankCount} ranks / mean load: 1 where experts pad and drop to equal loads. */
    public static double hottestFactor(Mixture mixture, long rankCount) {
        return mixture.capacity() instanceof Capacity.Limited
                ? 1
                : hottestFactor(mixture.routing(), mixture.expertCount(), rankCount);
    }

    /** Experts on this rank. */
    public long localExpertCount() {
        return mixture.expertCount() / expertWays;
    }

    /** Pairs of a token and an expert that the rank sends out. */
    long sentRows() {
        return Math.max(1, Math.round(routedTokens * mixture.topKCount() * loadFactor));
    }

    /** Pairs of a token and an expert that a mean rank computes. */
    public long computedRows() {
        return sentRows() * gatheredWays;
    }

    /** Tokens of the ranks that exchange them, as {@link org.stepcast.core.operator.ExpertLayer} counts them. */
    long groupTokens() {
        return Math.max(1, Math.ceilDiv(computedRows() * expertWays, mixture.topKCount()));
    }

    /** Padded experts are all equally loaded. */
    Routing routing() {
        return mixture.capacity() instanceof Capacity.Limited ? Routing.BALANCED : mixture.routing();
    }

    /**
     * The n-th busiest expert takes a share in proportion to n^−exponent, and experts are dealt to ranks in turn; the
     * first rank has the busiest one. A guess of how experts lie: nobody publishes it.
     */
    static double hottestFactor(Routing routing, long expertCount, long rankCount) {
        if (routing == Routing.BALANCED && expertCount % rankCount == 0) {
            return 1;
        }
        double exponent = switch (routing) {
            case BALANCED -> 0;
            case POWER_LAW_1_01 -> 1.01;
            case POWER_LAW_1_2 -> 1.2;
        };
        double all = 0;
        double first = 0;
        for (long expert = 0; expert < expertCount; expert++) {
            double load = Math.pow(expert + 1, -exponent);
            all += load;
            first += expert % rankCount == 0 ? load : 0;
        }
        return first * rankCount / all;
    }
}

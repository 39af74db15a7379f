package org.stepcast.estimator.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.step.Guess;
import org.stepcast.estimator.step.RoughMemory;
import org.stepcast.estimator.step.StepComposition;
import org.stepcast.estimator.step.Tuning;
import org.stepcast.estimator.timing.TimeSource;

/**
 * Fills in what a run leaves open as a careful user would: the fastest micro-batch and number of virtual stages that fit,
 * the least recomputation that fits. Times are those of the priors, so that fitting constants never changes a job.
 */
final class BlankRules {

    /** Micro-batches that people try; larger ones only while a micro-batch holds at most so many tokens. */
    private static final List<Long> MICRO_BATCHES = List.of(1L, 2L, 4L, 8L, 16L, 32L);

    private static final long MOST_TOKENS = 16384;

    /** Rounding of a recomputed share that was chosen to just fit. */
    private static final double ROUNDING = 1.001;

    private final TimeSource times;

    /** @param times of the cluster that the job runs on */
    BlankRules(TimeSource times) {
        this.times = times;
    }

    private record Choice(RunJob job, boolean fits, double seconds) {

        boolean isBetterThan(Choice other) {
            return fits != other.fits ? fits : seconds < other.seconds;
        }
    }

    RunJob fill(RunJob job) {
        List<Choice> choices = new ArrayList<>();
        for (long micro : microBatches(job)) {
            for (long chunks : virtualStages(job, micro)) {
                choices.add(choice(job.withMicroBatch(micro).withVirtualStages(chunks)));
            }
        }
        Choice best = choices.getFirst();
        for (Choice choice : choices) {
            best = choice.isBetterThan(best) ? choice : best;
        }
        return best.job();
    }

    private static List<Long> microBatches(RunJob job) {
        if (!job.execution().isGuessed(Guess.MICRO_BATCH)) {
            return List.of(job.config().batch().microSize());
        }
        long perReplica = perReplica(job);
        long sequence = job.config().batch().sequenceTokens();
        return MICRO_BATCHES.stream()
                .filter(micro -> perReplica % micro == 0 && (micro == 1 || micro * sequence <= MOST_TOKENS))
                .toList();
    }

    private static long perReplica(RunJob job) {
        return Math.max(
                1, job.config().batch().globalSize() / job.config().parallel().dataSize());
    }

    /** Divisors of a stage's layers; interleaving needs as many micro-batches as stages, or a multiple. */
    private static List<Long> virtualStages(RunJob job, long micro) {
        if (!job.execution().isGuessed(Guess.VIRTUAL_STAGES)) {
            return List.of(job.config().parallel().virtualStageCount());
        }
        long stages = job.config().parallel().pipelineSize();
        long layers = Math.max(1, job.config().model().layerCount() / stages);
        boolean mayInterleave = perReplica(job) / micro % stages == 0;
        return LongStream.rangeClosed(1, layers)
                .filter(chunks -> layers % chunks == 0 && (chunks == 1 || mayInterleave))
                .boxed()
                .toList();
    }

    private Choice choice(RunJob job) {
        RunJob filled = job.execution().isGuessed(Guess.RECOMPUTE) ? withLeastRecompute(job) : job;
        RoughMemory memory = new RoughMemory(filled.workload());
        boolean fits = memory.totalBytes() <= memory.usableBytes() * ROUNDING;
        double order = fits
                ? new StepComposition(filled.workload().withTimes(times), Tuning.prior()).totalSeconds()
                : filled.config().batch().microSize();
        return new Choice(filled, fits, order);
    }

    /** An unfused attention core is recomputed first; then the share of the layers that just fits. */
    private static RunJob withLeastRecompute(RunJob job) {
        RunJob chosen = job.withRecompute(Recompute.NONE).withRecomputedFraction(0);
        if (overflows(chosen) && chosen.execution().attention() == AttentionKernel.UNFUSED) {
            chosen = chosen.withRecompute(Recompute.SELECTIVE);
        }
        if (!overflows(chosen)) {
            return chosen;
        }
        double most = new RoughMemory(chosen.workload()).totalBytes();
        double least = new RoughMemory(chosen.withRecomputedFraction(1).workload()).totalBytes();
        double usable = new RoughMemory(chosen.workload()).usableBytes();
        return chosen.withRecomputedFraction(Math.min(1, (most - usable) / Math.max(most - least, 1)));
    }

    private static boolean overflows(RunJob job) {
        RoughMemory memory = new RoughMemory(job.workload());
        return memory.totalBytes() > memory.usableBytes();
    }
}

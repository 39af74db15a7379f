package org.stepcast.estimator.validation;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.step.FrameworkProfile;
import org.stepcast.estimator.step.Guess;

/**
 * The parallel plan of a run.
 *
 * @param guesses what the row leaves open
 */
record RunPlan(ParallelPlan plan, Set<Guess> guesses) {

    RunPlan {
        guesses = Set.copyOf(guesses);
    }

    static RunPlan of(RunRow row, long layers, FrameworkProfile profile, int year) {
        Set<Guess> guesses = EnumSet.noneOf(Guess.class);
        long tensor = row.countOr("tp", 1);
        long pipeline = row.countOr("pp", 1);
        long context = row.countOr("cp", 1);
        long data = row.countOr("dp", Math.max(1, row.required("gpus") / (tensor * pipeline * context)));
        if (layers < pipeline) {
            throw new BadInputException("pp (" + pipeline + ") is more than the layers");
        }
        requireWork(row, data);
        Sharding sharding = sharding(row, profile, guesses);
        long chunks = chunks(row, profile, pipeline, guesses);
        return new RunPlan(
                new ParallelPlan(
                        tensor,
                        pipeline,
                        data,
                        context,
                        ContextExchange.RING,
                        row.countOr("ep", 1),
                        row.countOr("etp", tensor),
                        chunks,
                        new StageSplit.Even(Set.of()),
                        RunJob.schedule(pipeline, chunks),
                        sequenceParallel(row, profile, year, tensor, guesses),
                        sharding,
                        overlaps(row, profile)),
                guesses);
    }

    private static Set<Overlap> overlaps(RunRow row, FrameworkProfile profile) {
        Set<Overlap> overlaps = RunJob.overlaps(profile.overlapsReduction(), profile.overlapsGather());
        if (row.flag("overlap_expert").orElse(false)) {
            overlaps.add(Overlap.EXPERT);
        }
        return overlaps;
    }

    /** A global batch that is not a multiple is rounded; one that leaves ranks without a sequence is another job. */
    private static void requireWork(RunRow row, long dataRanks) {
        long sequences = row.required("global_batch");
        if (sequences < dataRanks * row.countOr("micro_batch", 1)) {
            throw new NotCoveredException("global_batch (" + sequences + ") is less than a micro-batch for each of "
                    + dataRanks + " data-parallel ranks; give tp, pp or cp");
        }
    }

    private static Sharding sharding(RunRow row, FrameworkProfile profile, Set<Guess> guesses) {
        if (row.number("zero_stage").isPresent()) {
            int stage = (int) row.number("zero_stage").getAsDouble();
            return switch (stage) {
                case 0 -> Sharding.NONE;
                case 1 -> Sharding.ZERO1;
                case 2 -> Sharding.ZERO2;
                case 3 -> Sharding.ZERO3;
                default -> throw new NotCoveredException("zero_stage (" + stage + ") must be 0 to 3");
            };
        }
        if (row.text("tp").isEmpty() && row.text("pp").isEmpty()) {
            guesses.add(Guess.PLAN); // nothing is published: fully sharded data parallel
            return Sharding.ZERO3;
        }
        guesses.add(Guess.SHARDING);
        return profile.usualSharding();
    }

    private static long chunks(RunRow row, FrameworkProfile profile, long pipeline, Set<Guess> guesses) {
        if (row.number("vpp").isPresent()) {
            return Math.max(1, row.amount("vpp"));
        }
        if (pipeline > 1 && profile.usuallyInterleaves()) {
            guesses.add(Guess.VIRTUAL_STAGES);
        }
        return 1;
    }

    private static SequenceParallel sequenceParallel(
            RunRow row, FrameworkProfile profile, int year, long tensor, Set<Guess> guesses) {
        if (tensor == 1) {
            return SequenceParallel.OFF;
        }
        Optional<Boolean> said = row.flag("seq_parallel");
        if (said.isEmpty()) {
            guesses.add(Guess.SEQUENCE_PARALLEL);
        }
        return said.orElseGet(() -> profile.usuallyDividesSequence(year)) ? SequenceParallel.ON : SequenceParallel.OFF;
    }
}

package org.stepcast.estimator.validation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
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

    private static final int FIRST_SEQUENCE_PARALLEL_YEAR = 2022;

    RunPlan {
        guesses = Set.copyOf(guesses);
    }

    static RunPlan of(RunRow row, FrameworkProfile profile, int year) {
        Set<Guess> guesses = EnumSet.noneOf(Guess.class);
        long tensor = row.countOr("tp", 1);
        long pipeline = row.countOr("pp", 1);
        long context = row.countOr("cp", 1);
        long data = row.countOr("dp", Math.max(1, row.required("gpus") / (tensor * pipeline * context)));
        if (row.required("layers") < pipeline) {
            throw new BadInputException("pp (" + pipeline + ") is more than the layers");
        }
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
                        tensor,
                        chunks,
                        new StageSplit.Even(Set.of()),
                        RunJob.schedule(pipeline, chunks),
                        sequenceParallel(row, profile, year, tensor, guesses),
                        sharding,
                        RunJob.overlaps(profile.overlapsReduction(), profile.overlapsGather())),
                guesses);
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
        boolean usual = tensor > 1
                && year >= FIRST_SEQUENCE_PARALLEL_YEAR
                && profile.name().toLowerCase(Locale.ROOT).contains("megatron");
        if (row.flag("seq_parallel").isEmpty() && tensor > 1) {
            guesses.add(Guess.SEQUENCE_PARALLEL);
        }
        return tensor > 1 && row.flag("seq_parallel").orElse(usual) ? SequenceParallel.ON : SequenceParallel.OFF;
    }
}

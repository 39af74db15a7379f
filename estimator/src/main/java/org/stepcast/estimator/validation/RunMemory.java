package org.stepcast.estimator.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryBasis;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.memory.MemoryModel;
import org.stepcast.estimator.memory.RunWords;
import org.stepcast.estimator.step.Guess;

/**
 * Peak memory of published runs. What a run leaves open is filled in so that memory stays smallest with the least that
 * costs time: micro-batches of one sequence, and of sharding and recomputation the first that fits.
 */
final class RunMemory {

    private final MemoryModel model = MemoryModel.builtIn();

    MemoryComparison compare(Run run, RunJob job) {
        RunRow row = run.row();
        RunWords words = words(row, job);
        TrainingConfig config = fitting(row, job, words);
        MemoryEstimate estimate = model.estimate(config, words);
        MemoryBasis basis = model.basis(words);
        OptionalDouble measured = run.measuredPeakGibibytes();
        return new MemoryComparison(
                estimate.profile(),
                basis,
                measured.isPresent()
                        ? OptionalDouble.of(measured.getAsDouble() * model.gibibyteBytes(words))
                        : measured,
                estimate.bytes(basis),
                model.estimateUnseen(config, words).bytes(basis),
                estimate.outOfMemoryProbability(),
                estimate.fits());
    }

    /** The first candidate that fits, else the last one. */
    private TrainingConfig fitting(RunRow row, RunJob job, RunWords words) {
        List<TrainingConfig> candidates = candidates(row, job, words);
        return candidates.stream()
                .filter(config -> model.estimate(config, words).fits())
                .findFirst()
                .orElse(candidates.getLast());
    }

    private List<TrainingConfig> candidates(RunRow row, RunJob job, RunWords words) {
        TrainingConfig config = job.config();
        boolean said = row.number("zero_stage").isPresent();
        List<Sharding> shardings =
                model.shardings(words, said ? Optional.of(config.parallel().sharding()) : Optional.empty());
        List<Recompute> recomputes =
                job.execution().isGuessed(Guess.RECOMPUTE) ? List.of(Recompute.values()) : List.of(config.recompute());
        TrainingConfig told =
                config.withModel(new RunNotes(row).refine(config.model())).withBatch(batch(job));
        List<TrainingConfig> candidates = new ArrayList<>();
        for (Sharding sharding : shardings) {
            ParallelPlan plan = plan(row, job).withSharding(sharding);
            recomputes.forEach(
                    recompute -> candidates.add(told.withParallel(plan).withRecompute(recompute)));
        }
        return candidates;
    }

    private static RunWords words(RunRow row, RunJob job) {
        return new RunWords(
                row.text("framework").orElse(""),
                row.text("notes").orElse("") + " " + row.word("kernels"),
                job.config().framework().year());
    }

    private static Batch batch(RunJob job) {
        Batch batch = job.config().batch();
        return job.execution().isGuessed(Guess.MICRO_BATCH)
                ? new Batch(batch.sequenceTokens(), 1, batch.globalSize())
                : batch;
    }

    /** Experts are whole where they are divided over ranks, unless the notes say otherwise. */
    private static ParallelPlan plan(RunRow row, RunJob job) {
        ParallelPlan plan = job.config().parallel();
        long expertTensor = new RunNotes(row).expertTensorSize(plan);
        return (job.execution().isGuessed(Guess.VIRTUAL_STAGES)
                        ? plan.withSchedule(Schedule.ONE_FORWARD_ONE_BACKWARD, 1)
                        : plan)
                .withExpertTensorSize(expertTensor);
    }
}

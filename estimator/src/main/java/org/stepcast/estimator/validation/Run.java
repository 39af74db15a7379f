package org.stepcast.estimator.validation;

import java.util.Optional;
import java.util.OptionalDouble;
import org.stepcast.core.error.UserException;
import org.stepcast.estimator.step.Workload;

/**
 * One published run.
 *
 * @param quality A, B, C or blank; C rows are shown but do not count
 * @param measuredSeconds of one optimizer step, where it is known
 * @param measuredPeakGibibytes of the fullest device, as the table has it, where it is known
 * @param job empty where we cannot do it
 * @param work the job with what is sampled on its cluster
 * @param reason why not, or what was filled in
 */
record Run(
        RunRow row,
        String sourceGroup,
        String quality,
        OptionalDouble measuredSeconds,
        OptionalDouble measuredPeakGibibytes,
        Optional<RunJob> job,
        Optional<Workload> work,
        String reason) {

    private static final String NOT_COUNTED = "C";

    static Run read(RunRow row, RunReader reader) {
        try {
            RunJob job = reader.read(row);
            String guesses = String.join(
                    "; ",
                    job.execution().guesses().stream()
                            .sorted()
                            .map(guess -> guess.reason())
                            .toList());
            return of(row, Optional.of(job), Optional.of(reader.work(job)), guesses);
        } catch (UserException notCovered) {
            return of(row, Optional.empty(), Optional.empty(), String.valueOf(notCovered.getMessage()));
        }
    }

    private static Run of(RunRow row, Optional<RunJob> job, Optional<Workload> work, String reason) {
        return new Run(
                row,
                row.text("source_group").orElse(""),
                row.text("quality").orElse(""),
                measured(row),
                positive(row, "measured_peak_mem_gib", 1),
                job,
                work,
                reason);
    }

    boolean counts() {
        return !quality.equals(NOT_COUNTED);
    }

    /** The step time, or what the throughput says. */
    private static OptionalDouble measured(RunRow row) {
        OptionalDouble target = positive(row, "target_iter_s", 1);
        if (target.isPresent()) {
            return target;
        }
        OptionalDouble step = positive(row, "measured_iter_s", 1);
        if (step.isPresent()) {
            return step;
        }
        OptionalDouble rate = positive(row, "measured_tokens_per_s_per_gpu", 1);
        OptionalDouble batch = positive(row, "global_batch", 1);
        OptionalDouble sequence = positive(row, "seq_len", 1);
        OptionalDouble devices = positive(row, "gpus", 1);
        if (rate.isEmpty() || batch.isEmpty() || sequence.isEmpty() || devices.isEmpty()) {
            return OptionalDouble.empty();
        }
        double tokens = batch.getAsDouble() * sequence.getAsDouble();
        return OptionalDouble.of(tokens / (rate.getAsDouble() * devices.getAsDouble()));
    }

    /** A measurement that cannot be read is one that we do not have. */
    private static OptionalDouble positive(RunRow row, String column, double unit) {
        try {
            OptionalDouble number = row.number(column);
            return number.isPresent() && number.getAsDouble() > 0
                    ? OptionalDouble.of(number.getAsDouble() * unit)
                    : OptionalDouble.empty();
        } catch (UserException notANumber) {
            return OptionalDouble.empty();
        }
    }
}

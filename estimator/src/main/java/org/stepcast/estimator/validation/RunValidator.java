package org.stepcast.estimator.validation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.stepcast.core.dataset.CsvTable;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.config.KnownClusters;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.step.ConstantTable;
import org.stepcast.estimator.step.Guess;
import org.stepcast.estimator.step.Status;
import org.stepcast.estimator.step.StepComposition;
import org.stepcast.estimator.step.Tuning;
import org.stepcast.estimator.timing.TimeSource;

/** Predicts every run of a table, with the constants that ship or with constants fitted without the run's source. */
public final class RunValidator {

    /** Which constants predict a run. */
    public enum Constants {
        SHIPPED,
        /** Fitted anew, from the priors, without the runs of the same source. */
        SOURCE_LEFT_OUT
    }

    private final List<Run> runs;
    private final RunMemory memory = new RunMemory();

    private RunValidator(List<Run> runs) {
        this.runs = List.copyOf(runs);
    }

    /**
     * Reads a table of runs.
     *
     * @throws org.stepcast.core.error.BadInputException if the file cannot be read
     */
    public static RunValidator read(Path csv, KnownClusters clusters, Function<TrainingConfig, TimeSource> times) {
        RunReader reader = new RunReader(clusters, times);
        return new RunValidator(CsvTable.read(csv).rows().stream()
                .map(row -> Run.read(new RunRow(row), reader))
                .toList());
    }

    static RunValidator of(List<Run> runs) {
        return new RunValidator(runs);
    }

    /** Compares every run. */
    public RunValidation validate(Constants constants) {
        ConstantTable table = ConstantTable.builtIn();
        Map<String, Fold> folds = constants == Constants.SHIPPED ? Map.of() : StepFit.leaveOneSourceOut(runs);
        Fold shipped = new Fold(Tuning.fitted(), table.intervalFactor());
        List<RunPrediction> rows = new ArrayList<>();
        for (Run run : runs) {
            rows.add(predict(run, folds.getOrDefault(run.sourceGroup(), shipped)));
        }
        return new RunValidation(rows, constants == Constants.SOURCE_LEFT_OUT);
    }

    /** The runs that constants are fitted over, for {@code scripts/fit-step-constants}. */
    public Map<String, Double> fittedConstants() {
        return new TreeMap<>(StepFit.over(runs));
    }

    /** Deviations from the median to p10 and p90 that runs ask for whose source the constants had not seen. */
    public double fittedIntervalFactor() {
        return StepFit.intervalFactor(runs);
    }

    /** What predicts the runs of one source. */
    record Fold(Tuning tuning, double intervalFactor) {}

    private RunPrediction predict(Run run, Fold fold) {
        if (run.job().isEmpty()) {
            return prediction(run, Optional.empty(), Status.UNSUPPORTED, Optional.empty());
        }
        RunJob job = run.job().get();
        StepComposition composition = new StepComposition(run.work().orElseThrow(), fold.tuning());
        Interval seconds = composition.seconds(fold.intervalFactor());
        boolean guessed = job.execution().guesses().stream().anyMatch(guess -> guess != Guess.SEQUENCE_PARALLEL);
        Status status = guessed ? Status.EXTRAPOLATED : Status.OK;
        return prediction(run, Optional.of(seconds), status, Optional.of(memory.compare(run, job)));
    }

    private static RunPrediction prediction(
            Run run, Optional<Interval> seconds, Status status, Optional<MemoryComparison> memory) {
        return new RunPrediction(
                run.row().id(),
                run.sourceGroup(),
                run.counts(),
                run.measuredSeconds(),
                seconds,
                status,
                run.reason(),
                memory,
                run.job().map(job -> RunTraits.of(run.row(), job.config())));
    }
}

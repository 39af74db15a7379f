package org.stepcast.estimator.measured;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.quantity.Interval;

/**
 * The measured time of a training step.
 *
 * @param source what was measured, for reports and files
 * @param seconds of one step: median, and what a tenth of the steps stay below and above
 * @param keptCount lines that it is the median of
 * @param leftOutCount lines of the warm-up, and of steps of another size
 */
public record MeasuredStep(
        String source, Interval seconds, int keptCount, int leftOutCount, Optional<PeakMemory> peak) {

    /** Of the lines, at the start: kernels are chosen, buffers grow, data loaders fill. */
    private static final int WARM_UP_FRACTION_PARTS = 10;

    /** A step time that somebody tells. */
    public static MeasuredStep told(double seconds) {
        return new MeasuredStep(
                String.format(Locale.ROOT, "a measured step of %s s", seconds),
                Interval.exactly(seconds),
                1,
                0,
                Optional.empty());
    }

    /**
     * The median of a log after its warm-up.
     *
     * @param step what one step trains on
     * @throws BadInputException if the log cannot be read, or has no step of that size
     */
    public static MeasuredStep ofLog(Path file, StepSize step) {
        TrainingLog log = TrainingLog.read(file);
        List<LogStep> sized = log.steps().stream()
                .filter(line -> line.globalSize().isEmpty() || line.globalSize().getAsDouble() == step.globalSize())
                .toList();
        if (sized.isEmpty()) {
            LogStep last = log.steps().getLast();
            throw new BadInputException(file + ": line " + last.line() + ": global batch size ("
                    + (long) last.globalSize().orElse(0) + ") is not batch.global of the configuration ("
                    + step.globalSize() + ").\n  Give the configuration of this run.");
        }
        List<LogStep> steps = oncePerStep(sized);
        int warmUpCount = steps.size() < 3 ? 0 : Math.max(1, steps.size() / WARM_UP_FRACTION_PARTS);
        double[] seconds = steps.stream()
                .skip(warmUpCount)
                .mapToDouble(line -> log.format().kind().seconds(line.value(), step))
                .sorted()
                .toArray();
        int leftOutCount = warmUpCount + log.steps().size() - sized.size();
        return new MeasuredStep(
                String.format(
                        Locale.ROOT,
                        "%s of %s, median of %d lines in the format of %s after %d left out",
                        log.file(),
                        log.date(),
                        seconds.length,
                        log.format().label(),
                        leftOutCount),
                new Interval(quantile(seconds, 0.1), quantile(seconds, 0.5), quantile(seconds, 0.9)),
                seconds.length,
                leftOutCount,
                log.peak());
    }

    /** Of lines in a row that tell of the same step, as each rank may print one, the middle one. */
    private static List<LogStep> oncePerStep(List<LogStep> lines) {
        List<LogStep> steps = new ArrayList<>();
        for (int from = 0; from < lines.size(); ) {
            int to = from + 1;
            while (to < lines.size()
                    && lines.get(to).stepCount() == lines.get(from).stepCount()) {
                to++;
            }
            LogStep[] same = lines.subList(from, to).toArray(LogStep[]::new);
            Arrays.sort(same, (a, b) -> Double.compare(a.value(), b.value()));
            steps.add(same[same.length / 2]);
            from = to;
        }
        return steps;
    }

    private static double quantile(double[] sorted, double fraction) {
        double position = fraction * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}

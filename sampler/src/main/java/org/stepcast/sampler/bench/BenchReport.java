package org.stepcast.sampler.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.stepcast.sampler.backend.DeviceFacts;
import org.stepcast.sampler.backend.ModelShape;
import org.stepcast.sampler.backend.PreparedTraining.StepTimes;
import org.stepcast.sampler.backend.TrainingBackend.TrainingTask;

/**
 * What training took.
 *
 * @param steps the measured ones, in order
 * @param processPeakBytes resident memory of this process at most
 * @param machinePeakBytes memory of the machine in use at most, other processes included
 */
public record BenchReport(
        BenchTask task,
        DeviceFacts device,
        long parameterCount,
        List<StepTimes> steps,
        long processPeakBytes,
        long machinePeakBytes) {

    private static final double MICROS_PER_SECOND = 1e6;
    private static final double BACKWARD_TO_FORWARD_FLOPS = 2;

    public BenchReport {
        steps = List.copyOf(steps);
    }

    public double stepSeconds(double quantile) {
        return quantile(StepTimes::totalMicros, quantile) / MICROS_PER_SECOND;
    }

    /** Median time of a part of the step. */
    public double medianSeconds(ToDoubleFunction<StepTimes> part) {
        return quantile(part, 0.5) / MICROS_PER_SECOND;
    }

    /** Of one rank. */
    public double tokensPerSecond() {
        TrainingTask training = task.training();
        return (double) training.batchCount() * training.sequenceTokens() / stepSeconds(0.5);
    }

    /** Forward and backward FLOPs of one rank over the time of the whole step. */
    public double flopsPerSecond() {
        return (1 + BACKWARD_TO_FORWARD_FLOPS) * forwardFlops() / stepSeconds(0.5);
    }

    /** Forward FLOPs over the time of the forward pass alone, which older tools print as the rate of training. */
    public double forwardFlopsPerSecond() {
        return forwardFlops() / medianSeconds(StepTimes::forwardMicros);
    }

    /** Model FLOPs utilization: of the device's peak. */
    public double mfuFraction() {
        return flopsPerSecond() / task.peakFlopsPerSecond();
    }

    private double forwardFlops() {
        TrainingTask training = task.training();
        ModelShape model = training.model();
        return model.forwardFlops(training.batchCount(), training.sequenceTokens());
    }

    /** Nearest rank. */
    private double quantile(ToDoubleFunction<StepTimes> part, double quantile) {
        double[] sorted = steps.stream().mapToDouble(part).sorted().toArray();
        return sorted[(int) Math.round(quantile * (sorted.length - 1))];
    }
}

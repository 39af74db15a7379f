package org.stepcast.estimator.step;

import java.util.stream.DoubleStream;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Interval;

/**
 * How far a step may be off: independent causes added in squares, as standard deviations of the logarithm, times a factor
 * that was calibrated on runs of sources that the constants had not seen.
 */
public final class Uncertainty {

    /** Repeats of the same job. Sizes of the other causes are guesses, ordered by what was seen on published runs. */
    private static final double SCATTER = 0.035;

    private static final double KNOWN_FRAMEWORK = 0.03;
    private static final double UNKNOWN_FRAMEWORK = 0.08;
    private static final double COMMUNICATION = 0.25;
    private static final double UNKNOWN_NETWORK = 0.5;
    private static final double ATTENTION = 0.15;
    private static final double SMALL_KERNELS = 0.15;
    private static final double GUESSED_MICRO_BATCH = 0.03;
    private static final double GUESSED_RECOMPUTE = 0.05;
    private static final double GUESSED_VIRTUAL_STAGES = 0.03;
    private static final double FULL_MEMORY = 0.04;
    private static final double FULL_FRACTION = 0.8;
    private static final double RARE_DEVICE = 0.06;
    private static final double NARROW_FORMAT = 0.04;
    private static final double EXPERTS = 0.12;
    private static final double DOUBLING_BEYOND_THOUSAND = 0.02;

    private final Workload work;
    private final StepTimes times;

    Uncertainty(Workload work, StepTimes times) {
        this.work = work;
        this.times = times;
    }

    /** Standard deviation of the logarithm of the step time, before calibration. */
    public static double deviation(Workload work, Tuning tuning) {
        return new Uncertainty(work, new StepComposition(work, tuning).times()).deviation();
    }

    /** The interval around {@code p50}. */
    static Interval around(double p50, double deviation, double intervalFactor) {
        double width = Math.exp(intervalFactor * deviation);
        return new Interval(p50 / width, p50, p50 * width);
    }

    double deviation() {
        LayerTimes layer = times.layer();
        double runs = work.microBatches() * work.stageLayers();
        double layered = layer.expert().bothMicros()
                + layer.context().bothMicros()
                + layer.gather().bothMicros();
        double communication = times.stepEnd().dataMicros() + times.transferMicros() + runs * layered;
        double small = runs
                * (layer.launches().bothMicros()
                        + layer.hostMicros()
                        + layer.memoryBound().bothMicros());
        double logits = work.microBatches() * times.ends().loss().bothMicros();
        double squares = DoubleStream.of(
                        SCATTER,
                        work.profile().name().equals("generic") ? UNKNOWN_FRAMEWORK : KNOWN_FRAMEWORK,
                        communicationWeight() * share(communication),
                        ATTENTION * share(runs * layer.attention().bothMicros()),
                        SMALL_KERNELS * share(small + logits),
                        guessed(Guess.MICRO_BATCH, GUESSED_MICRO_BATCH),
                        guessed(Guess.RECOMPUTE, GUESSED_RECOMPUTE),
                        work.pipelineWays() > 1 ? guessed(Guess.VIRTUAL_STAGES, GUESSED_VIRTUAL_STAGES) : 0,
                        fillsMemory() ? FULL_MEMORY : 0,
                        isRareDevice() ? RARE_DEVICE : 0,
                        work.config().precision() == Precision.FP8 ? NARROW_FORMAT : 0,
                        work.mixture().isPresent() ? EXPERTS : 0,
                        DOUBLING_BEYOND_THOUSAND * Math.max(0, Math.log(work.deviceCount() / 1024) / Math.log(2)))
                .map(cause -> cause * cause)
                .sum();
        return Math.sqrt(squares);
    }

    private double communicationWeight() {
        boolean leavesNode = work.deviceCount() > work.machine().domainSize();
        return leavesNode && work.execution().isGuessed(Guess.NETWORK) ? UNKNOWN_NETWORK : COMMUNICATION;
    }

    private double share(double micros) {
        return micros / times.totalMicros();
    }

    private double guessed(Guess guess, double deviation) {
        return work.execution().isGuessed(guess) ? deviation : 0;
    }

    private boolean fillsMemory() {
        RoughMemory memory = new RoughMemory(work);
        return memory.totalBytes() > FULL_FRACTION * memory.capacityBytes();
    }

    /** Of a family for which few training runs are published. */
    private boolean isRareDevice() {
        return switch (work.machine().family()) {
            case "V100", "A100", "H100" -> false;
            default -> true;
        };
    }
}

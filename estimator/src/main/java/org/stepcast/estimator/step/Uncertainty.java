package org.stepcast.estimator.step;

import java.util.stream.DoubleStream;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Interval;

/**
 * How far a step may be off: independent causes added in squares, as standard deviations of the logarithm, times a factor
 * that was calibrated on runs of sources that the constants had not seen.
 */
public final class Uncertainty {

    /** Of the memory's capacity, from which allocators begin to search. */
    private static final double FULL_FRACTION = 0.8;

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
                        spread("scatter"),
                        work.profile().value(Knob.SPREAD),
                        communicationWeight() * share(communication),
                        spread("attention") * share(runs * layer.attention().bothMicros()),
                        spread("small_kernels") * share(small + logits),
                        guessed(Guess.MICRO_BATCH, spread("guessed_micro_batch")),
                        guessed(Guess.RECOMPUTE, spread("guessed_recompute")),
                        work.pipelineWays() > 1 ? guessed(Guess.VIRTUAL_STAGES, spread("guessed_virtual_stages")) : 0,
                        fillsMemory() ? spread("full_memory") : 0,
                        isRareDevice() ? spread("rare_device") : 0,
                        work.config().precision() == Precision.FP8 ? spread("narrow_format") : 0,
                        work.mixture().isPresent() ? spread("experts") : 0,
                        spread("context_doubling") * Math.log(work.contextWays()) / Math.log(2),
                        spread("doubling_beyond_thousand")
                                * Math.max(0, Math.log(work.deviceCount() / 1024) / Math.log(2)))
                .map(cause -> cause * cause)
                .sum();
        return Math.sqrt(squares);
    }

    private static double spread(String cause) {
        return ConstantTable.builtIn().deviation(cause);
    }

    private double communicationWeight() {
        boolean leavesNode = work.deviceCount() > work.machine().domainSize();
        return leavesNode && work.execution().isGuessed(Guess.NETWORK)
                ? spread("unknown_network")
                : spread("communication");
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

package org.stepcast.estimator.run;

import java.util.List;
import org.stepcast.core.hardware.HourlyPrice;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.config.RunLength;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * The forecast of a whole run.
 *
 * @param phases steps by batch size
 * @param basis how the step time is known
 * @param stepSeconds of a step with the full batch
 * @param trainingSeconds all steps, without failures and checkpoints
 * @param totalSeconds with them
 * @param work FLOPs of all tokens
 * @param devicePowerWatts of one device, with its share of node and site
 * @param assumptions what was not given, with sources
 * @param reasons what is extrapolated, estimated or left out in the step time
 */
public record RunEstimate(
        TrainingConfig config,
        RunLength length,
        List<BatchPhase> phases,
        String basis,
        Interval stepSeconds,
        Interval trainingSeconds,
        Interval totalSeconds,
        TrainingWork work,
        Goodput goodput,
        HourlyPrice price,
        double devicePowerWatts,
        List<String> assumptions,
        List<String> reasons) {

    private static final double HOUR_SECONDS = 3600;

    public RunEstimate {
        phases = List.copyOf(phases);
        assumptions = List.copyOf(assumptions);
        reasons = List.copyOf(reasons);
    }

    /** Optimizer steps. */
    public long stepCount() {
        return phases.stream().mapToLong(BatchPhase::stepCount).sum();
    }

    /** Hours of all devices together. */
    public Interval deviceHours() {
        return totalSeconds.times(config.deviceCount() / HOUR_SECONDS);
    }

    /** Price of all device hours: p50 at the middle of the range of prices, p10 and p90 at its ends. */
    public Interval costDollars(HourlyPrice.Range range) {
        Interval hours = deviceHours();
        return new Interval(
                hours.p10() * range.lowDollars(),
                hours.p50() * middleDollars(range),
                hours.p90() * range.highDollars());
    }

    /** The middle of a range of prices. */
    static double middleDollars(HourlyPrice.Range range) {
        return (range.lowDollars() + range.highDollars()) / 2;
    }

    /** Energy of all devices, with their share of node and site. */
    public Interval kilowattHours() {
        return deviceHours().times(devicePowerWatts / 1000);
    }

    /** Tokens per second of all devices, with the full batch, while training. */
    public Interval tokensPerSecond() {
        double tokens = (double) config.batch().globalSize() * config.batch().sequenceTokens();
        return new Interval(tokens / stepSeconds.p90(), tokens / stepSeconds.p50(), tokens / stepSeconds.p10());
    }

    /** FLOPs per second of one device, by each way of counting, while training with the full batch. */
    public TrainingWork deviceRates() {
        return TrainingWork.ofStep(config).times(1 / (stepSeconds.p50() * config.deviceCount()));
    }

    /** Model FLOPs utilisation (MFU) against the device's dense peak in the job's precision. */
    public double utilizationFraction() {
        return deviceRates().exactFlops() / config.cluster().device().peakFlopsPerSecond(config.precision());
    }
}

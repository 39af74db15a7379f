package org.stepcast.sampler.measure;

/**
 * The time of one shape.
 *
 * @param medianMicros of the measured runs: what the dataset holds
 * @param lowMicros lower end of the median's 95 % interval
 * @param highMicros upper end
 * @param publishedMicros the mean of the third to seventh fastest run, the statistic of the published samples
 * @param runCount measured runs
 * @param noiseFraction spread of single runs: median absolute deviation, scaled to a standard deviation, of the median
 */
public record Measurement(
        double medianMicros,
        double lowMicros,
        double highMicros,
        double publishedMicros,
        int runCount,
        double noiseFraction) {

    /** Half the interval, of the median. */
    public double halfWidthFraction() {
        return (highMicros - lowMicros) / 2 / medianMicros;
    }
}

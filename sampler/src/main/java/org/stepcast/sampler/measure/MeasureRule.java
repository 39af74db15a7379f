package org.stepcast.sampler.measure;

/**
 * How long to go on measuring.
 *
 * @param warmUpCount runs whose times are thrown away
 * @param leastCount measured runs in any case
 * @param mostCount measured runs at most
 * @param tightFraction half the width of the median's interval, of the median, at which it is enough
 * @param mostMicros after this much measured time no run is started beyond {@code leastCount}
 */
public record MeasureRule(int warmUpCount, int leastCount, int mostCount, double tightFraction, double mostMicros) {

    public MeasureRule {
        if (warmUpCount < 0 || leastCount < 1 || mostCount < leastCount) {
            throw new IllegalArgumentException(
                    "at least one run, and mostCount (" + mostCount + ") of at least leastCount (" + leastCount + ")");
        }
    }

    /** Until the median is known to 1 %, at least {@code leastCount} times, with at most 60 runs or 2 s. */
    public static MeasureRule usual(int warmUpCount, int leastCount) {
        return new MeasureRule(warmUpCount, leastCount, Math.max(leastCount, 60), 0.01, 2e6);
    }

    /** For sampling within a budget: the median to 3 %, with at most 20 runs or 0.5 s. */
    public static MeasureRule quick() {
        return new MeasureRule(2, 5, 20, 0.03, 5e5);
    }
}

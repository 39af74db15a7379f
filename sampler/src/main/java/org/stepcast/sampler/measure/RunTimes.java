package org.stepcast.sampler.measure;

import java.util.Arrays;

/** The times of repeated runs, sorted. */
final class RunTimes {

    /** Of the normal distribution: how many standard deviations the median absolute deviation is short of one. */
    private static final double DEVIATIONS_PER_MAD = 1.4826;

    /** Two-sided 95 % of the normal distribution. */
    private static final double Z95 = 1.96;

    private static final int PUBLISHED_FROM = 2;
    private static final int PUBLISHED_TO = 7;

    private final double[] sorted;

    RunTimes(double[] times) {
        this.sorted = times.clone();
        Arrays.sort(sorted);
    }

    Measurement measurement() {
        double median = median(sorted);
        return new Measurement(median, low(), high(), publishedMean(), sorted.length, noise(median));
    }

    /** Of order statistics: ranks n/2 ± z·√n/2 hold the median whatever the distribution. */
    private double low() {
        int rank = (int) Math.floor((sorted.length - Z95 * Math.sqrt(sorted.length)) / 2);
        return sorted[Math.max(0, rank)];
    }

    private double high() {
        int rank = (int) Math.ceil((sorted.length + Z95 * Math.sqrt(sorted.length)) / 2);
        return sorted[Math.min(sorted.length - 1, rank)];
    }

    /** Mean of sorted[2:7], as far as there are so many. */
    private double publishedMean() {
        int to = Math.min(PUBLISHED_TO, sorted.length);
        int from = Math.min(PUBLISHED_FROM, to - 1);
        return Arrays.stream(sorted, from, to).average().orElseThrow();
    }

    private double noise(double median) {
        double[] deviations = Arrays.stream(sorted)
                .map(time -> Math.abs(time - median))
                .sorted()
                .toArray();
        return DEVIATIONS_PER_MAD * median(deviations) / median;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

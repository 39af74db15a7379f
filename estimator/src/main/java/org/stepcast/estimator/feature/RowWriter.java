package org.stepcast.estimator.feature;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.operator.Work;

/** Collects the terms, features and dimensions of one row in the order in which a family names them. */
final class RowWriter {

    private static final double LN_2 = Math.log(2);

    /** Powers of two beyond this one change nothing for a kernel. */
    private static final int MOST_TRAILING_ZEROS = 12;

    private static final double LARGEST_CACHE_RATIO = 8;

    private final Situation situation;
    private final List<Term> hostTerms = new ArrayList<>();
    private final List<Term> deviceTerms = new ArrayList<>();
    private final List<Feature> features = new ArrayList<>();
    private final List<Dimension> dimensions = new ArrayList<>();

    RowWriter(Situation situation) {
        this.situation = situation;
    }

    Situation situation() {
        return situation;
    }

    RowWriter hostTerm(String name, double micros) {
        hostTerms.add(new Term(name, micros));
        return this;
    }

    RowWriter deviceTerm(String name, double micros) {
        deviceTerms.add(new Term(name, micros));
        return this;
    }

    /** A feature, rounded to the single precision in which trees compare. */
    RowWriter feature(String name, double value) {
        features.add(new Feature(name, (float) value));
        return this;
    }

    RowWriter feature(String name, long value) {
        return feature(name, (double) value);
    }

    /** A size of the operator and what kernels make of it: its logarithm, its place between powers of two, its divisors. */
    RowWriter dimension(String name, long value) {
        bareDimension(name, value);
        double log2 = log2((double) value);
        feature(name + ".log2", log2);
        feature(name + ".phase", log2 - Math.floor(log2));
        return feature(name + ".zeros", Math.min(Long.numberOfTrailingZeros(value), MOST_TRAILING_ZEROS));
    }

    /** A size that only bounds what was sampled; the family describes it by features of its own. */
    RowWriter bareDimension(String name, double value) {
        dimensions.add(new Dimension(name, value));
        return this;
    }

    RowWriter bareDimension(String name, long value) {
        return bareDimension(name, (double) value);
    }

    /**
     * The terms of a kernel that streams {@code bytes} through memory. Their sum bends where the L2 cache stops helping:
     * how much of it helps, and for how long, is left to the fit.
     */
    RowWriter streamedBytes(double bytes) {
        deviceTerm("bytes", situation.memoryMicros(bytes));
        deviceTerm("cached", situation.cachedMicros(bytes, 1));
        deviceTerm("cached2", situation.cachedMicros(bytes, 2));
        deviceTerm("uncached", situation.uncachedMicros(bytes, 1));
        return deviceTerm("uncachedHalf", situation.uncachedMicros(bytes, 0.5));
    }

    /** Ends the row with what all families share. */
    FeatureRow row(Work work) {
        double bytes = work.movedBytes();
        bareDimension("bytes", bytes);
        feature("bytes.log2", log2(bytes));
        feature("cacheRatio", Math.min(bytes / situation.device().l2Bytes(), LARGEST_CACHE_RATIO));
        if (work.flops() > 0) {
            bareDimension("flops", work.flops());
            feature("flops.log2", log2(work.flops()));
            feature("intensity", log2(work.flops()) - log2(bytes));
        }
        return new FeatureRow(hostTerms, deviceTerms, features, dimensions, work);
    }

    static double log2(double value) {
        return Math.log(value) / LN_2;
    }
}

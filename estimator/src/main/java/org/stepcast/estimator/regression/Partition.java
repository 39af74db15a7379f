package org.stepcast.estimator.regression;

import java.util.List;
import java.util.stream.IntStream;

/** Rows to fit to and rows to test on, by index, each in rising order; no row is both. */
public record Partition(List<Integer> train, List<Integer> test) {

    private static final double SMALL_QUANTILE = 0.5;
    private static final double LARGE_QUANTILE = 0.8;

    public Partition {
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /** Both sides have rows. */
    public boolean isUsable() {
        return !train.isEmpty() && !test.isEmpty();
    }

    /** Fits to rows of at most the median size and tests on the largest fifth: how a regressor extrapolates. */
    public static Partition bySize(double[] sizes) {
        double median = Quantiles.of(sizes, SMALL_QUANTILE);
        double large = Quantiles.of(sizes, LARGE_QUANTILE);
        return new Partition(
                IntStream.range(0, sizes.length)
                        .filter(row -> sizes[row] <= median)
                        .boxed()
                        .toList(),
                IntStream.range(0, sizes.length)
                        .filter(row -> sizes[row] >= large && sizes[row] > median)
                        .boxed()
                        .toList());
    }
}

package org.stepcast.estimator.fit;

/**
 * How to fit.
 *
 * @param seed of splits, folds and trees: the same seed gives the same bytes
 * @param threadCount targets fitted at a time
 */
public record FitOptions(long seed, int threadCount) {

    public FitOptions {
        if (threadCount < 1) {
            throw new IllegalArgumentException("threadCount (" + threadCount + ") must be at least 1");
        }
    }
}

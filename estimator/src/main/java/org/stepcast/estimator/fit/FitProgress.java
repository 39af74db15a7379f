package org.stepcast.estimator.fit;

/** Told of each target that is done, from any thread. */
@FunctionalInterface
public interface FitProgress {

    void done(int doneCount, int allCount);

    /** Tells nobody. */
    static FitProgress silent() {
        return (doneCount, allCount) -> {};
    }
}

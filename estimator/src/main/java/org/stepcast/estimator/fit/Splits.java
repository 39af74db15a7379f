package org.stepcast.estimator.fit;

import org.stepcast.estimator.regression.Partition;
import org.stepcast.estimator.regression.TrainingSet;

/** Makes the split of one kind. */
final class Splits {

    private Splits() {}

    static Partition of(SplitKind kind, TrainingSet set, long seed) {
        return switch (kind) {
            case RANDOM -> Groups.single(set.rowCount()).holdOut(seed);
            case GROUPED -> Groups.of(set).holdOut(seed);
            case EXTRAPOLATE -> Partition.bySize(set.sizes());
        };
    }
}

package org.stepcast.estimator.fit;

/**
 * Finds rows of one kind of fault. Rules know operators and devices, never the names of files; they see all rows before
 * any split, and must leave alone what is merely hard to predict.
 */
interface CleaningRule {

    /** Rejects rows of {@code table} that break the rule; rows rejected already need no second reason. */
    void apply(DescribedTable table, Passes passes, Rejections rejections);
}

package org.stepcast.estimator.memory;

/**
 * Features of one token that attention keeps on one rank.
 *
 * @param queryWidth of all query heads together
 * @param keyWidth of all keys
 * @param valueWidth of all values
 * @param outputWidth of what attention gives
 * @param headCount query heads
 */
record AttentionSizes(double queryWidth, double keyWidth, double valueWidth, double outputWidth, double headCount) {

    static AttentionSizes of(Setting setting) {
        double ways = setting.plan().tensorSize();
        double heads = setting.model().headCount() / ways;
        double keyHeads = setting.has(Habit.REPEATED_KEYS)
                ? heads
                : Math.max(1, setting.model().keyValueHeadCount() / ways);
        double size = setting.model().headSize();
        return new AttentionSizes(heads * size, keyHeads * size, keyHeads * size, heads * size, heads);
    }
}

package org.stepcast.estimator.memory;

/** What attention keeps for its backward pass. */
final class AttentionTensors {

    /** Log-sum-exp of each row of scores, in fp32. Source: Dao et al. 2022 (FlashAttention), arXiv 2205.14135. */
    private static final double STATISTIC_BYTES = 4;

    private AttentionTensors() {}

    static void addTo(LayerTensors.Builder kept) {
        Setting setting = kept.setting();
        AttentionSizes sizes = AttentionSizes.of(setting);
        double tokens = setting.tokens();
        double element = setting.elementBytes();
        kept.keep("query, key, value", tokens * (sizes.queryWidth() + sizes.keyWidth() + sizes.valueWidth()) * element);
        if (setting.isUnfused()) {
            addScores(kept, sizes);
        } else {
            kept.keep("log-sum-exp", tokens * sizes.headCount() * STATISTIC_BYTES);
            if (setting.plan().contextSize() > 1 && setting.has(Habit.EXCHANGED_ATTENTION)) {
                kept.keep("attention output before all-to-all", tokens * sizes.outputWidth() * element);
            }
        }
        kept.keep("attention output", tokens * sizes.outputWidth() * element);
        if (setting.isFp8()) {
            kept.keep("attention output in 8 bits", tokens * sizes.outputWidth());
        }
    }

    /** Softmax, and under dropout its mask and what is left of it: [microBatch, heads, sequence, sequence] each. */
    private static void addScores(LayerTensors.Builder kept, AttentionSizes sizes) {
        Setting setting = kept.setting();
        double scores = scoreCount(setting, sizes);
        kept.keepInCore("softmax", scores * setting.elementBytes());
        if (setting.hasDropout()) {
            kept.keepInCore("attention dropout mask", scores);
            kept.keepInCore("softmax after dropout", scores * setting.elementBytes());
        }
    }

    static double scoreCount(Setting setting, AttentionSizes sizes) {
        return setting.tokens() * sizes.headCount() * setting.config().batch().sequenceTokens();
    }
}

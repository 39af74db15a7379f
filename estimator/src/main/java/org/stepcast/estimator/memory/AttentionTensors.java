package org.stepcast.estimator.memory;

import org.stepcast.estimator.config.ParallelPlan.ContextExchange;

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
        if (sizes.compressedWidth() > 0) {
            kept.keep("compressed query, key and value", tokens * sizes.compressedWidth() * element);
        }
        if (sizes.unnormedWidth() > 0) {
            kept.keep("query and key before their norms", tokens * sizes.unnormedWidth() * element);
        }
        kept.keep("query, key, value", tokens * (sizes.queryWidth() + sizes.keyWidth() + sizes.valueWidth()) * element);
        if (setting.isUnfused()) {
            addScores(kept, sizes);
        } else {
            kept.keep("log-sum-exp", tokens * sizes.headCount() * STATISTIC_BYTES);
            if (exchangesHeads(setting)) {
                kept.keep("attention output before all-to-all", tokens * sizes.outputWidth() * element);
            }
        }
        kept.keep("attention output", tokens * sizes.outputWidth() * element);
        if (setting.isFp8()) {
            kept.keep("attention output in 8 bits", tokens * sizes.outputWidth());
        }
    }

    /** Whether context-parallel ranks swap sequences for heads around attention. */
    private static boolean exchangesHeads(Setting setting) {
        boolean planned = setting.plan().contextExchange() == ContextExchange.ALL_TO_ALL;
        return setting.plan().contextSize() > 1 && (planned || setting.has(Habit.EXCHANGED_ATTENTION));
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

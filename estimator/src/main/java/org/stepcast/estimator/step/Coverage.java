package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.TrainingConfig;

/** Which plans the composition covers; others are refused rather than guessed. */
final class Coverage {

    private Coverage() {}

    /** Refuses a plan with gaps, naming all of them. */
    static void require(TrainingConfig config) {
        List<String> gaps = gaps(config);
        if (!gaps.isEmpty()) {
            throw new NotCoveredException(config.source() + ": " + String.join("\n" + config.source() + ": ", gaps));
        }
    }

    static List<String> gaps(TrainingConfig config) {
        List<String> gaps = new ArrayList<>();
        ParallelPlan plan = config.parallel();
        if (plan.contextSize() > 1) {
            gaps.add(gap("parallel.context", plan.contextSize(), "1"));
        }
        if (plan.expertSize() > 1) {
            gaps.add(gap("parallel.expert", plan.expertSize(), "1"));
        }
        if (plan.virtualStageCount() > 1) {
            gaps.add(gap("parallel.virtual_stages", plan.virtualStageCount(), "1"));
        }
        if (plan.schedule() == Schedule.INTERLEAVED || plan.schedule() == Schedule.ZERO_BUBBLE) {
            gaps.add(gap("parallel.schedule", plan.schedule(), "1f1b or all_forward_all_backward"));
        }
        if (plan.sharding() != Sharding.NONE && plan.sharding() != Sharding.ZERO1) {
            gaps.add(gap("parallel.sharding", plan.sharding(), "none or zero1"));
        }
        if (plan.overlaps().contains(Overlap.TENSOR)) {
            gaps.add(gap("parallel.overlap.tensor", true, "false"));
        }
        if (config.model().expertLayerCount() > 0) {
            gaps.add(gap("model.moe", config.model().name(), "models without experts"));
        }
        if (config.offload() != Offload.NONE) {
            gaps.add(gap("offload", config.offload(), "none"));
        }
        return gaps;
    }

    private static String gap(String field, Object value, String covered) {
        return field + " (" + value.toString().toLowerCase(Locale.ROOT) + ") is not covered; covered: " + covered + ".";
    }
}

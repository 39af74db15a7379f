package org.stepcast.estimator.step;

import java.util.Locale;

/** A number of a framework profile; profiles.yml says what each means. */
enum Knob {
    TP_HIDDEN,
    DP_EXPOSED,
    DP_OVERLAP,
    PARAM_GATHER_OVERLAP,
    GATHER_EXPOSED,
    LINK_SHARE,
    P2P_EXPOSED,
    EXPERT_EXPOSED,
    DEEP_EP_FROM,
    GRAD_BYTES,
    FSDP_REDUCE_BYTES,
    ACCUMULATE_BYTES,
    CAST_BYTES,
    OPTIMIZER_BYTES,
    LOGIT_BYTES,
    FUSED_LOGIT_BYTES,
    HOST_US,
    LAYER_HOST_MS,
    FP8_GAIN,
    RECOMPUTE_NEEDED,
    STEP_FIXED_S,
    STEP_PER_RANK_S,
    ZERO_DEFAULT,
    INTERLEAVE_DEFAULT,
    SEQUENCE_PARALLEL_FROM,
    SPREAD;

    /** The name that files use: {@code tp_hidden}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

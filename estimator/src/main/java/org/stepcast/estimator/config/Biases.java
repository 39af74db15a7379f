package org.stepcast.estimator.config;

import java.util.Locale;
import org.stepcast.estimator.config.Linear.Role;

/** Which linear layers add a bias. */
public enum Biases {
    NONE,
    /** Queries, keys and values only (Qwen2). */
    QUERY_KEY_VALUE,
    /** All of attention, not the MLP (InternLM). */
    ATTENTION,
    /** All linear layers between the tables (GPT-2). */
    ALL,
    /** The output layer too (Phi). */
    ALL_AND_OUTPUT_LAYER;

    /** The name that files use: {@code query_key_value}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a linear layer of this role adds one. */
    public boolean cover(Role role) {
        return switch (role) {
            case QUERY_KEY_VALUE -> this != NONE;
            case ATTENTION_OUTPUT -> compareTo(ATTENTION) >= 0;
            case MLP -> compareTo(ALL) >= 0;
            case LATENT, ROUTER -> false;
        };
    }
}

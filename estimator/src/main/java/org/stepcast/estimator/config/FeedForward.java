package org.stepcast.estimator.config;

import java.util.List;
import java.util.Locale;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.estimator.config.Linear.Role;

/**
 * The MLP of a layer, or of one expert.
 *
 * @param size its inner width; a gated one has a gate and a value of this width
 */
public record FeedForward(MlpActivation activation, long size) {

    /** The function between the matrices. */
    public enum MlpActivation {
        GELU,
        RELU,
        /** SiLU of a gate times a value (LLaMA). */
        SWIGLU,
        /** GELU of a gate times a value (Gemma). */
        GEGLU;

        /** The name that files use: {@code swiglu}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isGated() {
            return this == SWIGLU || this == GEGLU;
        }

        /** The sampled function that moves the same bytes: which one it is hardly shows in a memory-bound kernel. */
        public ActivationKind kind() {
            return isGated() ? ActivationKind.SWIGLU : ActivationKind.GELU;
        }
    }

    /**
     * Up and down; gate and value are one matrix.
     *
     * @param place what the names start with: {@code mlp}
     */
    public List<Linear> linears(String place, long hiddenSize) {
        return List.of(
                new Linear(place + " up", Role.MLP, hiddenSize, (activation.isGated() ? 2 : 1) * size),
                new Linear(place + " down", Role.MLP, size, hiddenSize));
    }

    /** What one of {@code ways} ranks holds. */
    public FeedForward dividedBy(long ways) {
        return new FeedForward(activation, size / ways);
    }
}

package org.stepcast.estimator.config;

import java.util.List;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.estimator.config.Linear.Role;

/** Whether layers have experts in place of one MLP. */
public sealed interface Experts {

    /** Whether the layer, counted from 0, has experts. */
    boolean standIn(long layer);

    /** How many of the first {@code layerCount} layers have experts. */
    default long layerCount(long layerCount) {
        long count = 0;
        for (long layer = 0; layer < layerCount; layer++) {
            count += standIn(layer) ? 1 : 0;
        }
        return count;
    }

    /** Every layer has one MLP. */
    record None() implements Experts {

        @Override
        public boolean standIn(long layer) {
            return false;
        }
    }

    /**
     * Experts in {@code count} groups of neighbours, of which a token chooses {@code chosenCount}, and its experts in them.
     * Source: DeepSeek-AI 2024, arXiv 2405.04434, section 2.2.2.
     */
    record Groups(long count, long chosenCount) {

        /** All experts are one group. */
        public static final Groups ONE = new Groups(1, 1);
    }

    /**
     * Each token passes through {@code topKCount} of {@code expertCount} MLPs.
     *
     * @param expert one of them
     * @param shared what every token passes through besides
     * @param denseLayerCount layers at the start that have one MLP
     * @param periodCount after those, the last of each so many layers has experts: 1 for all of them
     * @param groups which experts a token may choose
     */
    record Mixture(
            long expertCount,
            long topKCount,
            FeedForward expert,
            Shared shared,
            long denseLayerCount,
            long periodCount,
            Capacity capacity,
            Routing routing,
            Groups groups)
            implements Experts {

        @Override
        public boolean standIn(long layer) {
            return layer >= denseLayerCount && (layer + 1) % periodCount == 0;
        }

        /** Chooses the experts of a token. */
        public Linear router(long hiddenSize) {
            return new Linear("router", Role.ROUTER, hiddenSize, expertCount);
        }
    }

    /** What every token passes through besides its experts. */
    sealed interface Shared {

        List<Linear> linears(long hiddenSize);

        Shared dividedBy(long ways);

        /** Nothing. */
        record Nothing() implements Shared {

            @Override
            public List<Linear> linears(long hiddenSize) {
                return List.of();
            }

            @Override
            public Nothing dividedBy(long ways) {
                return this;
            }
        }

        /**
         * One MLP as wide as all shared experts together.
         *
         * @param gate whether a learned weight of each token scales its result
         */
        record Always(FeedForward mlp, Gate gate) implements Shared {

            @Override
            public List<Linear> linears(long hiddenSize) {
                List<Linear> matrices = mlp.linears("shared expert", hiddenSize);
                return gate == Gate.NONE
                        ? matrices
                        : List.of(
                                matrices.getFirst(),
                                matrices.getLast(),
                                new Linear("shared expert gate", Role.ROUTER, hiddenSize, 1));
            }

            @Override
            public Always dividedBy(long ways) {
                return new Always(mlp.dividedBy(ways), gate);
            }
        }
    }

    /** Whether a learned weight of each token scales the result of the shared expert. */
    enum Gate {
        NONE,
        /** Qwen2-MoE. */
        SIGMOID
    }

    /** How many tokens an expert takes. */
    sealed interface Capacity {

        /** As many as are sent to it. */
        record Dropless() implements Capacity {}

        /**
         * So many times its even share: what is missing is padded, and what is too much is dropped (Fedus et al. 2021,
         * arXiv 2101.03961).
         */
        record Limited(double capacityFactor) implements Capacity {}
    }
}

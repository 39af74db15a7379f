package org.stepcast.core.operator;

import java.util.Locale;

/**
 * The gated expert MLPs of one mixture-of-experts layer on one rank, without its all-to-all.
 *
 * @param tokenCount tokens of the whole expert-parallel group
 * @param tensorWays ranks that each expert's hidden features are divided over
 * @param expertWays ranks that the experts are divided over
 * @param routing how tokens spread over experts
 */
public record ExpertLayer(
        long tokenCount,
        long hiddenSize,
        long expertHiddenSize,
        long topKCount,
        long expertCount,
        long tensorWays,
        long expertWays,
        Routing routing)
        implements Operator {

    /** How unevenly a router loads the experts. */
    public enum Routing {
        BALANCED,
        /** Expert loads follow a power law with exponent 1.01. */
        POWER_LAW_1_01,
        /** Expert loads follow a power law with exponent 1.2. */
        POWER_LAW_1_2;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Gate, up and down projection. */
    private static final double MATRICES = 3;

    public ExpertLayer {
        Operator.requirePositive("tokenCount", tokenCount);
        Operator.requirePositive("hiddenSize", hiddenSize);
        Operator.requirePositive("expertHiddenSize", expertHiddenSize);
        Operator.requirePositive("topKCount", topKCount);
        Operator.requirePositive("expertCount", expertCount);
        Operator.requirePositive("tensorWays", tensorWays);
        Operator.requirePositive("expertWays", expertWays);
        if (topKCount > expertCount) {
            throw new IllegalArgumentException(
                    "topKCount (" + topKCount + ") must be at most expertCount (" + expertCount + ")");
        }
    }

    /** Work of an average rank: 6·routed tokens·hidden·expertHidden FLOPs forward, twice that backward. */
    @Override
    public Work work(Pass pass, Precision precision) {
        double routedTokens = (double) tokenCount * topKCount / expertWays;
        double matrix = (double) hiddenSize * expertHiddenSize / tensorWays;
        double flops = 2 * MATRICES * routedTokens * matrix;
        double localExperts = (double) expertCount / expertWays;
        double weightBytes = precision.byteCount() * MATRICES * Math.min(localExperts, routedTokens) * matrix;
        double rowBytes = precision.byteCount() * Math.min(routedTokens, (double) tokenCount) * hiddenSize;
        return switch (pass) {
            case FORWARD -> new Work(flops, weightBytes + rowBytes, rowBytes);
            case BACKWARD -> new Work(2 * flops, weightBytes + 2 * rowBytes, weightBytes + rowBytes);
            case WHOLE -> throw Operator.noSuchPass(this, pass);
        };
    }

    @Override
    public String family() {
        return "expert_layer";
    }

    @Override
    public String shapeText() {
        return tokenCount + "x" + hiddenSize + "x" + expertHiddenSize + ", top " + topKCount + " of " + expertCount
                + ", tensor " + tensorWays + ", expert " + expertWays + ", " + routing.label();
    }
}

package org.stepcast.estimator.feature;

import org.stepcast.core.operator.ExpertLayer;

/** What one average rank holds of an expert layer, and which products it computes. */
record ExpertSplit(ExpertLayer layer) {

    /** Pairs of a token and an expert of this rank. */
    double routedTokens() {
        return (double) layer.tokenCount() * layer.topKCount() / layer.expertWays();
    }

    double localExperts() {
        return (double) layer.expertCount() / layer.expertWays();
    }

    double tokensPerExpert() {
        return routedTokens() / localExperts();
    }

    /** Hidden features of an expert on this rank. */
    double shardSize() {
        return (double) layer.expertHiddenSize() / layer.tensorWays();
    }

    /** Elements of one of an expert's three matrices on this rank. */
    double matrixElements() {
        return layer.hiddenSize() * shardSize();
    }

    MatrixProduct gateAndUp() {
        return new MatrixProduct(localExperts(), tokensPerExpert(), 2 * shardSize(), layer.hiddenSize());
    }

    MatrixProduct down() {
        return new MatrixProduct(localExperts(), tokensPerExpert(), layer.hiddenSize(), shardSize());
    }

    double flops() {
        return gateAndUp().flops() + down().flops();
    }
}

package org.stepcast.estimator.memory;

import org.stepcast.estimator.config.Experts.Shared;
import org.stepcast.estimator.config.FeedForward;
import org.stepcast.estimator.memory.LayerKind.Dense;
import org.stepcast.estimator.memory.LayerKind.Sparse;

/** What the MLP or the experts of a layer keep for their backward pass. */
final class MlpTensors {

    /** Logits and probabilities in fp32, and which experts were chosen. */
    private static final double ROUTER_BYTES = 4 + 4 + 1;

    /** Two permutations of row numbers, each with a sorted copy, of 4 bytes. */
    private static final double ROW_NUMBER_BYTES = 2 * 4;

    /** Of a token's probability for an expert. */
    private static final double PROBABILITY_BYTES = 4;

    private MlpTensors() {}

    static void addTo(LayerTensors.Builder kept, LayerKind kind) {
        switch (kind) {
            case Dense dense -> addMlp(kept, "", dense.mlp());
            case Sparse sparse -> {
                addExperts(kept, sparse);
                if (sparse.experts().mixture().shared() instanceof Shared.Always shared) {
                    FeedForward rank =
                            shared.mlp().dividedBy(kept.setting().plan().tensorSize());
                    addMlp(kept, "shared expert: ", rank);
                }
            }
        }
    }

    private static void addMlp(LayerTensors.Builder kept, String prefix, FeedForward mlp) {
        Setting setting = kept.setting();
        boolean gated = mlp.activation().isGated();
        double elements = setting.tokens() * mlp.size();
        double copies =
                gated ? setting.profile().gatedCount() : setting.profile().plainCount();
        // The input of the second matrix is kept in 8 bits instead of 16.
        double bytes = copies * setting.elementBytes() - (setting.elementBytes() - setting.inputBytes());
        kept.keep(prefix + (gated ? "gate, up and product" : "MLP before and after activation"), elements * bytes);
    }

    /** Probabilities are multiplied in the activation, so that the second matrix's output need not be kept. */
    private static void addExperts(LayerTensors.Builder kept, Sparse sparse) {
        Setting setting = kept.setting();
        double tokens = setting.shape().dividedTokens();
        double experts = sparse.experts().mixture().expertCount();
        double rows = sparse.rowCount();
        FeedForward expert = sparse.expert();
        kept.keep("router", tokens * (experts * ROUTER_BYTES + (2 * experts + 1) * ROW_NUMBER_BYTES));
        kept.keep("permuted tokens", rows * setting.model().hiddenSize() * setting.inputBytes());
        double up = expert.activation().isGated() ? 2.0 * expert.size() : expert.size();
        kept.keep("expert gate and up", rows * up * setting.elementBytes());
        kept.keep("expert product", rows * expert.size() * setting.inputBytes());
        kept.keep("permuted probabilities", rows * PROBABILITY_BYTES);
    }
}

package org.stepcast.estimator.model;

import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * FLOPs that the model needs for one token, forward and backward, without recomputation and with the whole of the
 * attention matrix. Source: Chowdhery et al. 2022 (PaLM), arXiv 2204.02311, appendix B: 6·N + 12·L·H·Q·T, here with every
 * matrix counted exactly.
 */
public final class ModelFlops {

    /** Backward costs twice the forward pass. */
    private static final double PASSES = 3;

    private ModelFlops() {}

    /** FLOPs of all tokens of one optimizer step. */
    public static double perStep(TrainingConfig config) {
        double tokens = (double) config.batch().globalSize() * config.batch().sequenceTokens();
        return tokens * perToken(config.model(), config.batch().sequenceTokens());
    }

    /** FLOPs of one token in a sequence of {@code sequenceTokens}. */
    public static double perToken(Architecture model, long sequenceTokens) {
        double heads = (double) model.headCount() * model.headSize();
        double keysAndValues = 2.0 * model.keyValueHeadCount() * model.headSize();
        double matrices = model.activation() == ActivationKind.SWIGLU ? 3 : 2;
        double attention = model.hiddenSize() * (heads + keysAndValues) + heads * model.hiddenSize();
        double mlp = matrices * model.hiddenSize() * model.feedForwardSize();
        double scoresAndValues = 2.0 * heads * sequenceTokens;
        double output = (double) model.hiddenSize() * model.vocabularySize();
        return PASSES * 2 * (model.layerCount() * (attention + mlp + scoresAndValues) + output);
    }
}

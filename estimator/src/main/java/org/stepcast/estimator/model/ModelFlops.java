package org.stepcast.estimator.model;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Linear;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * FLOPs that the model needs for one token, forward and backward, without recomputation; of experts those that a token
 * passes through. Source: Chowdhery et al. 2022 (PaLM), arXiv 2204.02311, appendix B: 6·N + 12·L·H·Q·T, here with every
 * matrix counted exactly.
 */
public final class ModelFlops {

    /** Backward costs twice the forward pass. */
    private static final double PASSES = 3;

    /** How much of the attention matrix counts. */
    public enum Convention {
        /** All of it, masked or not (PaLM; most published figures). */
        WHOLE_ATTENTION,
        /** What tokens see, by mask and window. */
        VISIBLE_ATTENTION
    }

    private ModelFlops() {}

    /** FLOPs of all tokens of one optimizer step, with the whole of attention. */
    public static double perStep(TrainingConfig config) {
        return perStep(config, Convention.WHOLE_ATTENTION);
    }

    /** FLOPs of all tokens of one optimizer step. */
    public static double perStep(TrainingConfig config, Convention convention) {
        double tokens = (double) config.batch().globalSize() * config.batch().sequenceTokens();
        return tokens * perToken(config.model(), config.batch().sequenceTokens(), convention);
    }

    /** FLOPs of one token in a sequence of {@code sequenceTokens}, with the whole of attention. */
    public static double perToken(Architecture model, long sequenceTokens) {
        return perToken(model, sequenceTokens, Convention.WHOLE_ATTENTION);
    }

    /** FLOPs of one token in a sequence of {@code sequenceTokens}. */
    public static double perToken(Architecture model, long sequenceTokens, Convention convention) {
        double keys = convention == Convention.WHOLE_ATTENTION
                ? sequenceTokens
                : model.visibility().meanVisibleTokens(sequenceTokens);
        double headFeatures = (double) model.headCount()
                * (model.attention().keySize() + model.attention().valueSize());
        double attention = matrixCount(model.attention().linears(model.hiddenSize())) + headFeatures * keys;
        double output = (double) model.hiddenSize() * model.vocabularySize();
        return PASSES * 2 * (model.layerCount() * attention + mlps(model) + output);
    }

    private static double mlps(Architecture model) {
        long withExperts = model.expertLayerCount();
        double dense = matrixCount(model.feedForward().linears("mlp", model.hiddenSize()));
        double sparse = model.experts() instanceof Mixture mixture ? active(mixture, model.hiddenSize()) : 0;
        return (model.layerCount() - withExperts) * dense + withExperts * sparse;
    }

    private static double active(Mixture mixture, long hiddenSize) {
        List<Linear> always = new ArrayList<>(mixture.shared().linears(hiddenSize));
        always.add(mixture.router(hiddenSize));
        return matrixCount(always)
                + mixture.topKCount() * matrixCount(mixture.expert().linears("expert", hiddenSize));
    }

    private static double matrixCount(List<Linear> linears) {
        return linears.stream().mapToLong(Linear::matrixCount).sum();
    }
}

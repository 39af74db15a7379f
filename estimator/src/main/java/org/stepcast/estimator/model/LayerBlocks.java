package org.stepcast.estimator.model;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Linear;
import org.stepcast.estimator.config.TrainingConfig;

/** One layer of each kind, on one rank. */
final class LayerBlocks {

    private final TrainingConfig config;
    private final Architecture model;
    private final RankShape shape;
    private final Placement placement;

    LayerBlocks(TrainingConfig config, RankShape shape, Placement placement) {
        this.config = config;
        this.model = config.model();
        this.shape = shape;
        this.placement = placement;
    }

    /** A layer with one MLP. */
    BlockWork dense() {
        UseList uses = attention();
        new MlpOperators(model, shape, uses).addDense();
        ParameterCounts mlp = parameters(shape.feedForward().linears("mlp", model.hiddenSize()));
        return new BlockWork(
                BlockWork.Kind.DENSE_LAYER,
                1,
                uses.uses(),
                new LayerCollectives(config, shape, placement).dense(),
                attentionParameters().plus(mlp),
                ParameterCounts.NONE);
    }

    /** A layer with experts. */
    BlockWork sparse(Mixture mixture) {
        ExpertShape experts = ExpertShape.of(config, mixture, shape);
        UseList uses = attention();
        new MlpOperators(model, shape, uses).addExperts(experts);
        List<Linear> always =
                new ArrayList<>(mixture.shared().dividedBy(shape.tensorWays()).linears(model.hiddenSize()));
        always.add(mixture.router(model.hiddenSize()));
        ParameterCounts expert =
                parameters(mixture.expert().dividedBy(experts.tensorWays()).linears("expert", model.hiddenSize()));
        return new BlockWork(
                BlockWork.Kind.EXPERT_LAYER,
                1,
                uses.uses(),
                new LayerCollectives(config, shape, placement).sparse(experts),
                attentionParameters().plus(parameters(always)),
                expert.times(experts.localExpertCount()));
    }

    private UseList attention() {
        UseList uses = new UseList(config.recompute(), model.biases());
        new AttentionOperators(config, shape, uses).add();
        return uses;
    }

    private ParameterCounts attentionParameters() {
        ParameterCounts counts = parameters(shape.attention().linears(model.hiddenSize()))
                .plus(ParameterCounts.norms(model, model.residual().normCount()));
        for (long width : shape.attention().innerNormSizes()) {
            counts = counts.plus(ParameterCounts.vector(width));
        }
        return counts;
    }

    private ParameterCounts parameters(List<Linear> linears) {
        return ParameterCounts.of(linears, model.biases());
    }
}

package org.stepcast.estimator.model;

import java.util.List;
import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Experts.Gate;
import org.stepcast.estimator.config.Experts.Shared;
import org.stepcast.estimator.config.FeedForward;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.Linear;

/** The operators of the MLP, or of the experts, of one layer on one rank. */
final class MlpOperators {

    private final Architecture model;
    private final RankShape shape;
    private final UseList uses;

    MlpOperators(Architecture model, RankShape shape, UseList uses) {
        this.model = model;
        this.shape = shape;
        this.uses = uses;
    }

    /** One MLP for every token. */
    void addDense() {
        addNorm();
        addMlp("mlp", shape.feedForward());
        addResidual();
    }

    /** Experts, and what every token passes through besides. */
    void addExperts(ExpertShape experts) {
        addNorm();
        uses.add(experts.mixture().router(model.hiddenSize()), experts.routedTokens());
        uses.add(
                "router softmax",
                new Softmax(
                        SoftmaxKind.PLAIN,
                        1,
                        experts.routedTokens(),
                        experts.mixture().expertCount()));
        uses.add("expert permute", copy(experts.sentRows()));
        if (experts.mixture().expert().activation().isGated()) {
            uses.add("experts", expertLayer(experts));
        } else {
            addPlainExperts(experts);
        }
        uses.add("expert unpermute", copy(experts.sentRows()));
        addShared(experts.mixture().shared());
        addResidual();
    }

    private ExpertLayer expertLayer(ExpertShape experts) {
        return new ExpertLayer(
                experts.groupTokens(),
                model.hiddenSize(),
                experts.mixture().expert().size(),
                experts.mixture().topKCount(),
                experts.mixture().expertCount(),
                experts.tensorWays(),
                experts.expertWays(),
                experts.routing());
    }

    /** No samples exist of experts without a gate: their products are timed one expert after the other. */
    private void addPlainExperts(ExpertShape experts) {
        long rows = Math.max(1, experts.computedRows() / experts.localExpertCount());
        FeedForward part = experts.mixture().expert().dividedBy(experts.tensorWays());
        List<Linear> linears = part.linears("expert", model.hiddenSize());
        addPlain(linears.getFirst(), rows, experts.localExpertCount());
        uses.add("expert activation", new Activation(part.activation().kind(), experts.computedRows(), part.size()));
        addPlain(linears.getLast(), rows, experts.localExpertCount());
    }

    private void addPlain(Linear linear, long rows, long count) {
        uses.add(linear.name(), new Gemm(rows, linear.outputSize(), linear.inputSize(), Bias.NONE), count);
    }

    private void addShared(Shared shared) {
        if (shared instanceof Shared.Always always) {
            addMlp("shared expert", always.mlp().dividedBy(shape.tensorWays()));
            if (always.gate() == Gate.SIGMOID) {
                uses.add(always.linears(model.hiddenSize()).getLast(), shape.dividedTokens());
            }
            uses.add("shared expert sum", new ElementWise(ElementWiseKind.RESIDUAL_ADD, dividedElements()));
        }
    }

    private void addMlp(String place, FeedForward mlp) {
        List<Linear> linears = mlp.linears(place, model.hiddenSize());
        uses.add(linears.getFirst(), shape.tokens());
        uses.add(place + " activation", new Activation(mlp.activation().kind(), shape.tokens(), mlp.size()));
        uses.add(linears.getLast(), shape.tokens());
    }

    /** Parallel layers with one norm have normalised their input already. */
    private void addNorm() {
        if (model.residual() != Residual.PARALLEL_ONE_NORM) {
            uses.add(
                    "mlp norm",
                    new Normalization(model.normalization().kind(), shape.dividedTokens(), model.hiddenSize()));
        }
    }

    private void addResidual() {
        uses.add("mlp residual", new ElementWise(ElementWiseKind.RESIDUAL_ADD, dividedElements()));
    }

    /** A copy reads and writes once what a sum reads twice and writes once: it costs as much as two thirds of its rows. */
    private ElementWise copy(long rows) {
        return new ElementWise(ElementWiseKind.RESIDUAL_ADD, Math.max(1, 2 * rows * model.hiddenSize() / 3));
    }

    private long dividedElements() {
        return shape.dividedTokens() * model.hiddenSize();
    }
}

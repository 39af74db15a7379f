package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.FeedForward;
import org.stepcast.estimator.config.Linear;
import org.stepcast.estimator.memory.Matrix.Owner;
import org.stepcast.estimator.model.BlockWork.Kind;
import org.stepcast.estimator.model.ExpertShape;

/** Layers of equal memory. */
sealed interface LayerKind {

    /** The part of the model's graph that it is. */
    Kind kind();

    /** As reports call it. */
    String name();

    /** Weight matrices on one rank, those of attention left out. */
    List<Matrix> matrices(Setting setting);

    /** Elements of the MLP's product, or of that of the busiest rank's experts. */
    double activationCount(Setting setting);

    static LayerKind of(Setting setting, Kind kind) {
        return kind == Kind.EXPERT_LAYER && setting.model().experts() instanceof Mixture mixture
                ? new Sparse(ExpertShape.of(setting.config(), mixture, setting.shape()))
                : new Dense(setting.shape().feedForward());
    }

    /**
     * One MLP for all tokens.
     *
     * @param mlp the rank's part of it
     */
    record Dense(FeedForward mlp) implements LayerKind {

        @Override
        public Kind kind() {
            return Kind.DENSE_LAYER;
        }

        @Override
        public String name() {
            return "layer";
        }

        @Override
        public double activationCount(Setting setting) {
            return setting.tokens() * mlp.size();
        }

        @Override
        public List<Matrix> matrices(Setting setting) {
            return mlp.linears("mlp", setting.model().hiddenSize()).stream()
                    .map(linear -> Matrix.of(linear, 1, Owner.DENSE))
                    .toList();
        }
    }

    /** Experts that tokens are sent to. */
    record Sparse(ExpertShape experts) implements LayerKind {

        @Override
        public Kind kind() {
            return Kind.EXPERT_LAYER;
        }

        @Override
        public String name() {
            return "expert layer";
        }

        /** The part of one expert that a rank holds. */
        FeedForward expert() {
            return experts.mixture().expert().dividedBy(experts.tensorWays());
        }

        /** Rows that the experts of the busiest rank compute. */
        double rowCount() {
            return experts.computedRows() * experts.hottestFactor();
        }

        @Override
        public double activationCount(Setting setting) {
            return rowCount() * expert().size();
        }

        @Override
        public List<Matrix> matrices(Setting setting) {
            long hidden = setting.model().hiddenSize();
            List<Linear> always = new ArrayList<>(experts.mixture()
                    .shared()
                    .dividedBy(setting.plan().tensorSize())
                    .linears(hidden));
            always.add(experts.mixture().router(hidden));
            List<Matrix> matrices = new ArrayList<>();
            always.forEach(linear -> matrices.add(Matrix.of(linear, 1, Owner.DENSE)));
            expert().linears("expert", hidden)
                    .forEach(linear -> matrices.add(Matrix.of(linear, experts.localExpertCount(), Owner.EXPERT)));
            return matrices;
        }
    }
}

package org.stepcast.estimator.step;

import org.stepcast.estimator.config.Linear;

/** Parameters that one rank holds before data-parallel ranks share them; means over layers and stages. */
record ParameterShare(Workload work) {

    /** Of its stage and the tables on it. */
    double rank() {
        return dense() + experts();
    }

    /** Of its stage, experts apart. */
    double dense() {
        double table = table() / work.tensorWays();
        return work.stageLayers() * denseLayer() / work.tensorWays()
                + table * (work.pipelineWays() == 1 && !work.isTied() ? 2 : 1);
    }

    double experts() {
        return work.stageLayers() * expertLayer();
    }

    /** Of one layer. */
    double layer() {
        return denseLayer() / work.tensorWays() + expertLayer();
    }

    /** Of one layer on every rank of a data-parallel group, before tensor parallelism. */
    double denseLayer() {
        double experts = work.expertLayerFraction();
        return attention() + (1 - experts) * mlp(work.feedForward()) + experts * mlp(work.sharedWidth());
    }

    /** Of the experts of one layer. */
    private double expertLayer() {
        return work.mixture()
                .map(mixture -> work.expertLayerFraction()
                        * mixture.expertCount()
                        * mlp(mixture.expert().size())
                        / (work.expertWays() * work.expertTensorWays()))
                .orElse(0.0);
    }

    /** Of the embedding, before tensor parallelism. */
    double table() {
        return work.vocabulary() * work.hidden();
    }

    private double attention() {
        long hidden = work.config().model().hiddenSize();
        return work.config().model().attention().linears(hidden).stream()
                .mapToDouble(Linear::matrixCount)
                .sum();
    }

    private double mlp(double width) {
        return (work.isGated() ? 3 : 2) * work.hidden() * width;
    }
}

package org.stepcast.estimator.step;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.stepcast.core.dataset.PublishedOperator;
import org.stepcast.estimator.config.PublishedJob;

/**
 * The composition that estimate-train-time published: every slot of the pipeline is as long as the slowest forward and
 * the slowest backward stage, {@code T = (m − 1 + p)·(max F + max B) + gradient reduce + slowest update}. The backward
 * pass always recomputes the layer. Source: estimate-train-time prediction.py, v0.1.0 (MIT), arXiv 2509.22832.
 */
record PublishedFormula(PublishedJob job, long microBatchCount, long stageCount, PublishedLayers layers) {

    /** Forward and backward time of the slowest stage, transfers included. */
    record Slot(double forwardMicros, double backwardMicros) {

        double micros() {
            return forwardMicros + backwardMicros;
        }
    }

    /** The step time. */
    double stepMicros(PublishedTimes times) {
        return slotCount() * slot(times).micros()
                + times.gradientReduceMicros()
                + times.update().slowest().micros();
    }

    /** Slots that follow each other: micro-batches, and one for each further stage. */
    long slotCount() {
        return microBatchCount - 1 + stageCount;
    }

    Slot slot(PublishedTimes times) {
        double transfer = times.transferMicros();
        double forward =
                Math.max(Math.max(headForward(times) + transfer, middleForward(times) + transfer), tailForward(times));
        double backward = Math.max(
                Math.max(headBackward(times), middleBackward(times) + transfer), tailBackward(times) + transfer);
        return new Slot(forward, backward);
    }

    double headForward(PublishedTimes times) {
        return times.forward(PublishedOperator.EMBEDDING)
                + times.tensorReduceMicros()
                + layers.headCount() * layerForward(times);
    }

    double middleForward(PublishedTimes times) {
        return layers.middleCount() * layerForward(times);
    }

    double tailForward(PublishedTimes times) {
        return layers.tailCount() * layerForward(times)
                + times.forward(job.layerNorm())
                + times.forward(PublishedOperator.LINEAR_FINAL)
                + times.forward(PublishedOperator.CROSS_ENTROPY);
    }

    double headBackward(PublishedTimes times) {
        return times.backward(PublishedOperator.EMBEDDING) + layers.headCount() * layerBackward(times);
    }

    double middleBackward(PublishedTimes times) {
        return layers.middleCount() * layerBackward(times);
    }

    double tailBackward(PublishedTimes times) {
        return layers.tailCount() * layerBackward(times)
                + times.backward(job.layerNorm())
                + times.backward(PublishedOperator.LINEAR_FINAL)
                + times.backward(PublishedOperator.CROSS_ENTROPY);
    }

    double layerForward(PublishedTimes times) {
        return sum(job.layerOperators(), times::forward) + job.forwardSyncCount() * times.tensorReduceMicros();
    }

    /** Recomputation included. */
    double layerBackward(PublishedTimes times) {
        return sum(job.layerOperators(), times::backward)
                + job.backwardSyncCount() * times.tensorReduceMicros()
                + layerForward(times);
    }

    private static double sum(List<PublishedOperator> operators, ToDoubleFunction<PublishedOperator> micros) {
        return operators.stream().mapToDouble(micros).sum();
    }
}

package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.model.ModelGraph;
import org.stepcast.estimator.schedule.AllForwardAllBackward;
import org.stepcast.estimator.schedule.InterleavedOneForwardOneBackward;
import org.stepcast.estimator.schedule.LeastTime;
import org.stepcast.estimator.schedule.OneForwardOneBackward;
import org.stepcast.estimator.schedule.PipelineRun;
import org.stepcast.estimator.schedule.PipelineSchedule;
import org.stepcast.estimator.schedule.PipelineSimulation;
import org.stepcast.estimator.schedule.StageTimes;
import org.stepcast.estimator.schedule.ZeroBubble;
import org.stepcast.estimator.step.StepCourse.PassShares;

/**
 * The pipeline, simulated task by task. Transfers that block a stage lengthen its passes; the rest of a transfer runs
 * beside compute, and shows where the pipeline fills and drains.
 */
final class PipelineCost {

    private final Workload work;
    private final StepTimes times;
    private final List<Long> layerCounts;

    PipelineCost(Workload work, StepTimes times) {
        this.work = work;
        this.times = times;
        this.layerCounts = ModelGraph.layerCounts(work.config());
    }

    PipelineRun run() {
        return PipelineSimulation.run(schedule(), parts(), (int) work.microBatches());
    }

    /** Time that the pipeline needs at least. */
    double leastMicros() {
        return LeastTime.micros(schedule(), parts(), (int) work.microBatches());
    }

    private List<StageTimes> parts() {
        List<StageTimes> parts = new ArrayList<>();
        for (int part = 0; part < layerCounts.size(); part++) {
            parts.add(part(part));
        }
        return parts;
    }

    /** Whether the schedule goes with the numbers of stages and micro-batches. */
    boolean isPossible() {
        return schedule()
                .refusal((int) work.pipelineWays(), (int) work.microBatches())
                .isEmpty();
    }

    /** Layers of a stage, all its chunks together. */
    long layerCount(int stage) {
        long sum = 0;
        for (int part = stage; part < layerCounts.size(); part += (int) work.pipelineWays()) {
            sum += layerCounts.get(part);
        }
        return sum;
    }

    /** What the passes of each part are made of. */
    List<PassShares> shares() {
        LayerTimes layer = times.layer();
        return layerCounts.stream()
                .map(count -> new PassShares(
                        count * layer.recomputeMicros(),
                        count * layer.communication().forwardMicros(),
                        count * layer.communication().backwardMicros()))
                .toList();
    }

    /** Filling and draining: transfers that did not block. */
    double fillMicros() {
        return Math.max(0, times.transferMicros() - 2 * (work.pipelineWays() - 1) * times.blockingMicros());
    }

    private PipelineSchedule schedule() {
        return switch (work.config().parallel().schedule()) {
            case ALL_FORWARD_ALL_BACKWARD -> new AllForwardAllBackward();
            case ONE_FORWARD_ONE_BACKWARD -> new OneForwardOneBackward();
            case INTERLEAVED -> new InterleavedOneForwardOneBackward((int) work.virtualStages());
            case ZERO_BUBBLE -> new ZeroBubble();
        };
    }

    private StageTimes part(int part) {
        LayerTimes layer = times.layer();
        EndTimes ends = times.ends();
        double count = layerCounts.get(part);
        boolean first = part == 0;
        boolean last = part == layerCounts.size() - 1;
        double forward =
                count * (layer.busy().forwardMicros() + layer.communication().forwardMicros());
        double backward = count
                        * (layer.busy().backwardMicros()
                                + layer.recomputeMicros()
                                + layer.hostMicros()
                                + layer.communication().backwardMicros())
                + times.accumulateMicros() / work.virtualStages();
        if (first) {
            forward += ends.embedding().forwardMicros() + ends.tensorMicros();
            backward += ends.embedding().backwardMicros();
        } else {
            backward += times.blockingMicros();
        }
        if (last) {
            forward += ends.output().forwardMicros() + ends.loss().forwardMicros() + ends.tensorMicros();
            backward += ends.output().backwardMicros() + ends.loss().backwardMicros();
        } else {
            forward += times.blockingMicros();
        }
        double weights = count * layer.product().weightMicros();
        return new StageTimes(forward, backward - weights, weights, 0, 0);
    }
}

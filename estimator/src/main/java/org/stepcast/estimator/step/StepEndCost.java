package org.stepcast.estimator.step;

import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan.Overlap;

/** Composes what follows the last micro-batch: gradient reduction, optimizer, gathering of updated parameters. */
final class StepEndCost {

    private static final double MICROS = 1e6;

    /** Offloaded optimizers: gradients and parameters over the host link, states in host memory. Sources: guesses. */
    private static final double OFFLOAD_LINK_BYTES = 4;

    private static final double OFFLOAD_LINK_FRACTION = 0.7;
    private static final double OFFLOAD_STATE_BYTES = 28;
    private static final double HOST_MEMORY_BYTES_PER_SECOND = 20e9;

    private final Workload work;
    private final Tuning tuning;
    private final GroupTimes groups;

    StepEndCost(Workload work, Tuning tuning) {
        this.work = work;
        this.tuning = tuning;
        this.groups = new GroupTimes(work, tuning);
    }

    StepEndTimes times(LayerTimes layer) {
        Reduction data = reduction(layer);
        return new StepEndTimes(
                data.exposedMicros() + tiedMicros(),
                Math.max(0, data.wholeMicros() - data.exposedMicros()),
                optimizerMicros(),
                otherMicros());
    }

    private record Reduction(double wholeMicros, double exposedMicros) {}

    private Reduction reduction(LayerTimes layer) {
        double ranks = work.dataRanks();
        if (work.gathersLayers() || ranks == 1) {
            return new Reduction(0, 0);
        }
        double dense = work.parameters().dense();
        double reduced = reduceMicros(RankGroup.data(work, ranks), dense, shardRanks() == ranks);
        double gathered = groups.allGatherMicros(RankGroup.data(work, shardRanks()), 2 * dense);
        if (work.mixture().isPresent()) {
            RankGroup holders = RankGroup.of(work, work.expertDataRanks(), work.expertWays() * work.expertTensorWays());
            reduced += reduceMicros(holders, work.parameters().experts(), true);
            gathered += groups.allGatherMicros(holders, 2 * work.parameters().experts());
        }
        double forward = work.stageLayers()
                * (layer.compute().forwardMicros()
                        + layer.launches().forwardMicros()
                        - layer.hidden().forwardMicros());
        double spread = work.zeroStage() == 0 ? 0 : gathered;
        double exposed = exposedMicros(Overlap.GRADIENT_REDUCE, reduced, backwardMicros(layer))
                + exposedMicros(Overlap.PARAMETER_GATHER, spread, forward);
        return new Reduction(reduced + spread, exposed);
    }

    /** Gradients are scattered where all ranks of the group share the optimizer states, else every rank gets all. */
    private double reduceMicros(RankGroup group, double parameters, boolean sharedByAll) {
        double bytes = gradientBytes() * parameters;
        return work.zeroStage() > 0 && sharedByAll
                ? groups.reduceScatterMicros(group, bytes)
                : groups.allReduceMicros(group, bytes);
    }

    /** What hides gradient reduction: of the last micro-batch's backward pass what hides nothing else. */
    private double backwardMicros(LayerTimes layer) {
        return work.stageLayers()
                * (layer.compute().backwardMicros()
                        + layer.launches().backwardMicros()
                        + layer.recomputeMicros()
                        - layer.hidden().backwardMicros());
    }

    private double exposedMicros(Overlap kind, double micros, double windowMicros) {
        return work.config().parallel().overlaps().contains(kind)
                ? new Overlapped(tuning.constant("overlap.slowdown"))
                        .addedMicros(knob(Knob.DP_EXPOSED), micros, windowMicros)
                : micros;
    }

    private double gradientBytes() {
        double bytes = knob(Knob.GRAD_BYTES);
        return work.config().precision() == Precision.FP16 ? Math.min(bytes, 2) : bytes;
    }

    /** Ranks that share optimizer states with ZeRO-1 and 2. */
    private double shardRanks() {
        long asked = work.execution().shardRankCount();
        return asked == 0 ? work.dataRanks() : Math.min(work.dataRanks(), asked);
    }

    /** The first and the last stage of a pipeline add up the gradients of the embedding that they share. */
    private double tiedMicros() {
        if (work.pipelineWays() == 1 || !work.isTied()) {
            return 0;
        }
        double bytes = 4 * work.parameters().table() / work.tensorWays();
        boolean leavesNode = work.tensorWays() * work.dataRanks() * work.pipelineWays()
                > work.machine().domainSize();
        return MICROS
                * bytes
                / (leavesNode ? groups.adapterBytesPerSecond() : work.machine().transferBytesPerSecond());
    }

    private double optimizerMicros() {
        double experts = work.gathersLayers() ? work.dataRanks() : work.zeroStage() == 0 ? 1 : work.expertDataRanks();
        double updated = work.parameters().dense() / (work.gathersLayers() ? work.layerShardRanks() : updateWays())
                + work.parameters().experts() / experts;
        double micros = new MemoryBound(work, tuning).micros(updated * knob(Knob.OPTIMIZER_BYTES))
                * tuning.constant("optimizer.factor");
        if (work.config().offload() == Offload.NONE) {
            return micros;
        }
        double link = updated * OFFLOAD_LINK_BYTES / (work.machine().hostBytesPerSecond() * OFFLOAD_LINK_FRACTION);
        double host = updated * OFFLOAD_STATE_BYTES / HOST_MEMORY_BYTES_PER_SECOND;
        return micros + MICROS * (link + host);
    }

    private double updateWays() {
        return work.zeroStage() == 0 ? 1 : shardRanks();
    }

    private double otherMicros() {
        boolean overAll = work.zeroStage() == 1 && work.execution().shardRankCount() == 0;
        double perRank = overAll ? knob(Knob.STEP_PER_RANK_S) * work.dataRanks() : 0;
        return MICROS * (knob(Knob.STEP_FIXED_S) + perRank);
    }

    private double knob(Knob knob) {
        return tuning.of(work.profile(), knob);
    }
}

package org.stepcast.estimator.step;

import org.stepcast.core.quantity.Interval;

/**
 * The composition of a step: one layer, the ends of the model, the pipeline, the step's end and stragglers.
 *
 * <pre>
 * body  = layers of a stage · layer + accumulation
 * stage = inner + excess · max(0, slowest end − inner)
 * step  = m · stage + (p − 1) · body / v + transfers + reduction + optimizer + other, all times (1 + s · log2(ranks / 8))
 * </pre>
 *
 * <p>With v = 1, equal stages and no transfers this is the closed form of 1F1B.
 */
public final class StepComposition {

    private static final int RANKS_WITHOUT_STRAGGLERS = 8;

    private final Workload work;
    private final Tuning tuning;

    public StepComposition(Workload work, Tuning tuning) {
        this.work = work;
        this.tuning = tuning;
    }

    /** Waiting for the slowest rank in a step that takes {@code aloneMicros} without. */
    double stragglerMicros(double aloneMicros) {
        return aloneMicros * stragglerFraction();
    }

    /** The time of one optimizer step by the closed form. */
    public double totalSeconds() {
        return times().totalMicros() / 1e6;
    }

    /**
     * The time of one optimizer step with its spread, the pipeline simulated; by the closed form where the schedule does not
     * go with the numbers of stages and micro-batches.
     *
     * @param intervalFactor deviations from the median to p10 and p90, see {@link ConstantTable}
     */
    public Interval seconds(double intervalFactor) {
        StepTimes times = times();
        double micros = work.pipelineWays() == 1 ? times.totalMicros() : simulatedMicros(times);
        return Uncertainty.around(micros / 1e6, new Uncertainty(work, times).deviation(), intervalFactor);
    }

    private double simulatedMicros(StepTimes times) {
        PipelineCost pipeline = new PipelineCost(work, times);
        if (!pipeline.isPossible()) {
            return times.totalMicros();
        }
        double alone = pipeline.run().makespanMicros()
                + pipeline.fillMicros()
                + times.stepEnd().totalMicros();
        return alone + stragglerMicros(alone);
    }

    StepTimes times() {
        return times(new LayerCost(work, tuning).times(), new EndCost(work, tuning).times());
    }

    /** The composition of a layer and ends that were timed before. */
    StepTimes times(LayerTimes layer, EndTimes ends) {
        double accumulate = accumulateMicros();
        Pipeline pipeline =
                work.pipelineWays() == 1 ? oneStage(layer, ends, accumulate) : stages(layer, ends, accumulate);
        StepEndTimes end = new StepEndCost(work, tuning).times(layer);
        double alone = pipeline.totalMicros() + end.totalMicros();
        double stragglers = stragglerMicros(alone);
        return new StepTimes(
                layer,
                ends,
                accumulate,
                pipeline.blockingMicros(),
                pipeline.transferMicros(),
                pipeline.bubbleMicros(),
                end,
                stragglers,
                alone + stragglers);
    }

    private record Pipeline(double busyMicros, double blockingMicros, double transferMicros, double bubbleMicros) {

        double totalMicros() {
            return busyMicros + transferMicros + bubbleMicros;
        }
    }

    private Pipeline oneStage(LayerTimes layer, EndTimes ends, double accumulate) {
        double body = work.stageLayers() * layer.totalMicros() + accumulate;
        double stage = body + ends.headMicros() + ends.embedding().bothMicros() + 2 * ends.tensorMicros();
        return new Pipeline(work.microBatches() * stage, 0, 0, 0);
    }

    private Pipeline stages(LayerTimes layer, EndTimes ends, double accumulate) {
        double stageCount = work.pipelineWays();
        double chunks = work.virtualStages();
        double microBatches = work.microBatches();
        double hop = hopMicros();
        double blocking = tuning.of(work.profile(), Knob.P2P_EXPOSED) * hop;
        double body = work.stageLayers() * layer.totalMicros() + accumulate;
        // An inner stage exchanges on both sides, the first and the last on one.
        double inner = body + (stageCount > 2 || chunks > 1 ? 2 * chunks * blocking : blocking);
        double end = ends.tensorMicros() + blocking;
        double last = body + ends.headMicros() + ends.tensorMicros() + blocking * (2 * chunks - 1);
        double first = body + ends.embedding().bothMicros() + end;
        double excess = tuning.constant("pipeline.excess") * Math.max(0, Math.max(last, first) - inner);
        double ramp = (stageCount - 1) * body / chunks;
        double busy = microBatches * (body + ends.headMicros() + ends.tensorMicros());
        double total = microBatches * (inner + excess) + ramp;
        double transfers = 2 * (stageCount - 1) * hop;
        return new Pipeline(busy, blocking, transfers, total - busy);
    }

    /** Activations to the next stage; without sequence parallelism the tensor group sends parts and puts them together. */
    private double hopMicros() {
        GroupTimes groups = new GroupTimes(work, tuning);
        double bytes = 2 * work.tokens() * work.hidden();
        double sent = groups.transferMicros(bytes / work.tensorWays(), work.tensorWays() * work.dataRanks());
        return work.tensorWays() > 1 && !work.dividesSequence()
                ? sent + groups.allGatherMicros(RankGroup.tensor(work), bytes)
                : sent;
    }

    /** Gradients that are added up and parameters that are cast for each micro-batch, unless they are sharded. */
    private double accumulateMicros() {
        if (work.gathersLayers()) {
            return 0;
        }
        double added = work.microBatches() > 1 ? tuning.of(work.profile(), Knob.ACCUMULATE_BYTES) : 0;
        double bytes = added + tuning.of(work.profile(), Knob.CAST_BYTES);
        return new MemoryBound(work, tuning).micros(work.parameters().rank() * bytes);
    }

    private double stragglerFraction() {
        double doublings = Math.log(work.deviceCount() / RANKS_WITHOUT_STRAGGLERS) / Math.log(2);
        return doublings > 0 ? tuning.constant("straggler") * doublings : 0;
    }
}

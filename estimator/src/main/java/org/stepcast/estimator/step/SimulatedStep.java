package org.stepcast.estimator.step;

import java.util.List;
import java.util.stream.IntStream;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.ModelGraph;
import org.stepcast.estimator.schedule.AllForwardAllBackward;
import org.stepcast.estimator.schedule.OneForwardOneBackward;
import org.stepcast.estimator.schedule.PipelineRun;
import org.stepcast.estimator.schedule.PipelineSchedule;
import org.stepcast.estimator.schedule.PipelineSimulation;
import org.stepcast.estimator.schedule.StageTimes;
import org.stepcast.estimator.timing.TimeSource;

/**
 * Our own composition: the model is divided into stages, the stages' operators are timed, the pipeline is simulated, and
 * the stage that finishes last, communication and optimizer included, ends the step.
 */
final class SimulatedStep {

    private final TrainingConfig config;
    private final TimeSource times;

    SimulatedStep(TrainingConfig config, TimeSource times) {
        this.config = config;
        this.times = times;
    }

    StepEstimate estimate() {
        Coverage.require(config);
        List<StageCost> stages = new StageCosts(config, ModelGraph.of(config), times).all();
        List<StageTimes> stageTimes = stages.stream().map(StageCost::times).toList();
        PipelineRun run = simulate(stageTimes);
        PipelineRun withoutTransfers =
                simulate(stageTimes.stream().map(StageTimes::withoutTransfer).toList());
        int slowest = slowestStage(stages, run);
        StageCost cost = stages.get(slowest);
        double waitingMicros = run.endMicros().get(slowest)
                - microBatchCount() * stageTimes.get(slowest).busyMicros();
        double transferMicros = Math.clamp(
                run.endMicros().get(slowest) - withoutTransfers.endMicros().get(slowest),
                0,
                Math.max(0, waitingMicros));
        Breakdown.Builder breakdown = new Breakdown.Builder()
                .add(Part.PIPELINE_TRANSFER, transferMicros)
                .add(Part.PIPELINE_BUBBLE, waitingMicros - transferMicros);
        cost.microBatch().forEach(use -> breakdown.add(use.part(), microBatchCount() * use.micros()));
        cost.stepEnd().forEach(use -> breakdown.add(use.part(), use.micros()));
        StepCourse course = new StepCourse(
                run,
                stages.stream().map(StageCost::shares).toList(),
                stages.stream().map(StageCost::endParts).toList());
        return new Assembly(config, Formula.SIMULATED)
                .estimate(breakdown.build(), new StepUses(cost, microBatchCount()), summaries(stages), course);
    }

    private PipelineRun simulate(List<StageTimes> stages) {
        return PipelineSimulation.run(schedule(), stages, Math.toIntExact(microBatchCount()));
    }

    private long microBatchCount() {
        return config.microBatchCount();
    }

    private PipelineSchedule schedule() {
        return config.parallel().schedule() == Schedule.ALL_FORWARD_ALL_BACKWARD
                ? new AllForwardAllBackward()
                : new OneForwardOneBackward();
    }

    /** The stage whose optimizer finishes last. */
    private static int slowestStage(List<StageCost> stages, PipelineRun run) {
        return IntStream.range(0, stages.size())
                .boxed()
                .max((a, b) -> Double.compare(finish(stages, run, a), finish(stages, run, b)))
                .orElseThrow();
    }

    private static double finish(List<StageCost> stages, PipelineRun run, int stage) {
        return run.endMicros().get(stage) + stages.get(stage).stepEndMicros();
    }

    private static List<StageSummary> summaries(List<StageCost> stages) {
        return stages.stream()
                .map(stage -> new StageSummary(stage.layerCount(), stage.forwardMicros(), stage.backwardMicros()))
                .toList();
    }
}

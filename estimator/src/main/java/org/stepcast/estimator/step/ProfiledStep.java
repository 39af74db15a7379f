package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.stepcast.core.quantity.Interval;
import org.stepcast.estimator.config.Calibration;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.schedule.PipelineRun;
import org.stepcast.estimator.schedule.StageTimes;
import org.stepcast.estimator.step.StepCourse.StepEndPart;
import org.stepcast.estimator.timing.TimeSource;

/**
 * The composition by framework profile: layers as the profile runs them, the pipeline simulated, and the step's end. The
 * stage that works longest is the one that is told apart in the breakdown.
 */
final class ProfiledStep {

    private final TrainingConfig config;
    private final Workload work;
    private final StepTimes times;
    private final PipelineCost pipeline;
    private final Tuning tuning;

    ProfiledStep(TrainingConfig config, TimeSource source) {
        this.config = config;
        this.tuning = Tuning.fitted();
        this.work = Workload.of(config, Execution.of(config)).withTimes(source);
        this.times = new StepComposition(work, tuning).times();
        this.pipeline = new PipelineCost(work, times);
    }

    StepEstimate estimate() {
        PipelineRun run = pipeline.run();
        int slowest = IntStream.range(0, run.stageCount())
                .boxed()
                .max((a, b) -> Double.compare(run.busyMicros(a), run.busyMicros(b)))
                .orElseThrow();
        double stragglers = new StepComposition(work, tuning)
                .stragglerMicros(run.makespanMicros()
                        + pipeline.fillMicros()
                        + times.stepEnd().totalMicros());
        Breakdown breakdown = new StageBreakdown(work, times, pipeline.layerCount(slowest))
                .of(slowest == 0, slowest == run.stageCount() - 1)
                .add(Part.PIPELINE_BUBBLE, run.makespanMicros() - run.busyMicros(slowest))
                .add(Part.PIPELINE_TRANSFER, pipeline.fillMicros() + blockingMicros(run, slowest))
                .add(Part.DATA_PARALLEL_EXPOSED, times.stepEnd().dataMicros())
                .add(Part.OPTIMIZER, times.stepEnd().optimizerMicros())
                .add(Part.OTHER, times.stepEnd().otherMicros() + stragglers)
                .build()
                .times(config.calibration().map(Calibration::factor).orElse(1.0));
        ProfiledLines lines = new ProfiledLines(work, tuning, times, pipeline.layerCount(slowest));
        double deviation = new Uncertainty(work, times).deviation();
        Interval seconds = Uncertainty.around(
                breakdown.totalMicros() / 1e6,
                deviation,
                ConstantTable.builtIn().intervalFactor());
        return new StepEstimate(
                config,
                Formula.SIMULATED,
                seconds,
                lines.isExtrapolated() ? Status.EXTRAPOLATED : Status.OK,
                reasons(lines),
                breakdown,
                lines.all(),
                lines.originShares(),
                stages(run),
                new StepCourse(run, pipeline.shares(), ends(run, stragglers)));
    }

    /** Transfers that lengthen the passes of a stage. */
    private double blockingMicros(PipelineRun run, int stage) {
        int parts = run.parts().size();
        int exchanges = 0;
        for (int part = stage; part < parts; part += run.stageCount()) {
            exchanges += (part > 0 ? 1 : 0) + (part < parts - 1 ? 1 : 0);
        }
        return work.microBatches() * exchanges * times.blockingMicros();
    }

    private List<String> reasons(ProfiledLines lines) {
        List<String> reasons = new ArrayList<>();
        config.calibration()
                .ifPresent(known -> reasons.add("calibrated by a factor of " + known.factor() + ": " + known.source()));
        reasons.add("framework profile " + work.profile().name() + ", "
                + work.execution().kernels().label() + " kernels, "
                + work.execution().attention().label() + " attention");
        reasons.addAll(lines.reasons());
        return reasons;
    }

    private List<StageSummary> stages(PipelineRun run) {
        List<StageSummary> stages = new ArrayList<>();
        for (int stage = 0; stage < run.stageCount(); stage++) {
            double forward = 0;
            double backward = 0;
            for (int part = stage; part < run.parts().size(); part += run.stageCount()) {
                StageTimes passes = run.parts().get(part);
                forward += passes.forwardMicros();
                backward += passes.backwardMicros();
            }
            stages.add(new StageSummary(pipeline.layerCount(stage), forward, backward));
        }
        return stages;
    }

    private List<List<StepEndPart>> ends(PipelineRun run, double stragglers) {
        List<StepEndPart> ends = List.of(
                new StepEndPart("pipeline transfers", Part.PIPELINE_TRANSFER, pipeline.fillMicros(), 0),
                new StepEndPart(
                        "gradient reduce and parameter gather",
                        Part.DATA_PARALLEL_EXPOSED,
                        times.stepEnd().dataMicros(),
                        times.stepEnd().hiddenDataMicros()),
                new StepEndPart(
                        "optimizer step", Part.OPTIMIZER, times.stepEnd().optimizerMicros(), 0),
                new StepEndPart(
                        "framework and stragglers", Part.OTHER, times.stepEnd().otherMicros() + stragglers, 0));
        return IntStream.range(0, run.stageCount()).mapToObj(stage -> ends).toList();
    }
}

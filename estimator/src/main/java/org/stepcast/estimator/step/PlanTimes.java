package org.stepcast.estimator.step;

import java.util.HashMap;
import java.util.Map;
import org.stepcast.estimator.config.Calibration;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.timing.TimeSource;

/**
 * Step times of many plans of one job, as {@link StepModel} gives them. What plans have in common is composed once, so that
 * plans that differ little should follow each other. For one thread.
 */
public final class PlanTimes {

    /** Neighbouring plans share the last few pipelines. */
    private static final int KEPT_PIPELINES = 64;

    private final TimeSource source;
    private final Tuning tuning = Tuning.fitted();
    private final Workload job;
    private final Map<LayerKey, LayerTimes> layers = new HashMap<>();
    private final Map<EndKey, EndTimes> ends = new HashMap<>();
    private final Map<PipelineKey, Makespan> pipelines = new HashMap<>();

    /** @param job of which plans are asked for: the model, cluster, sequence length, precision and framework are its own */
    public PlanTimes(TrainingConfig job, TimeSource source) {
        this.source = source;
        this.job = Workload.of(job, Execution.of(job)).withTimes(source);
    }

    /** The time of one plan, the costly part of it only when asked. */
    public interface PlanTime {

        /** A time that the step does not stay under. */
        double leastSeconds();

        /** The median of the step time. */
        double seconds();
    }

    /** The time of {@code plan}. */
    public PlanTime of(TrainingConfig plan) {
        return StepModel.isSampledAsAWhole(plan) ? new SampledTime(plan) : composed(plan);
    }

    private PlanTime composed(TrainingConfig plan) {
        Workload work = new Workload(plan, job.execution().underPlan(plan), job.machine(), job.samples());
        StepComposition composition = new StepComposition(work, tuning);
        StepTimes times = composition.times(
                layers.computeIfAbsent(LayerKey.of(work), key -> new LayerCost(work, tuning).times()),
                ends.computeIfAbsent(EndKey.of(work), key -> new EndCost(work, tuning).times()));
        if (pipelines.size() > KEPT_PIPELINES) {
            pipelines.clear();
        }
        PipelineCost pipeline = new PipelineCost(work, times);
        return new ComposedTime(
                plan,
                composition,
                pipelines.computeIfAbsent(PipelineKey.of(work, times), key -> new Makespan(pipeline)),
                pipeline.fillMicros() + times.stepEnd().totalMicros());
    }

    /** A step that is sampled as a whole is composed as a whole. */
    private final class SampledTime implements PlanTime {

        private final TrainingConfig plan;

        SampledTime(TrainingConfig plan) {
            this.plan = plan;
        }

        @Override
        public double leastSeconds() {
            return 0;
        }

        @Override
        public double seconds() {
            return new StepModel(source).estimate(plan).stepSeconds().p50();
        }
    }

    private record ComposedTime(
            TrainingConfig plan, StepComposition composition, Makespan pipeline, double afterwardsMicros)
            implements PlanTime {

        @Override
        public double leastSeconds() {
            return seconds(pipeline.leastMicros());
        }

        @Override
        public double seconds() {
            return seconds(pipeline.micros());
        }

        private double seconds(double pipelineMicros) {
            double alone = pipelineMicros + afterwardsMicros;
            double whole = alone + composition.stragglerMicros(alone);
            return whole * plan.calibration().map(Calibration::factor).orElse(1.0) / 1e6;
        }
    }

    /** One pipeline, simulated at most once. */
    private static final class Makespan {

        private final PipelineCost pipeline;
        private final double leastMicros;
        private double micros = Double.NaN;

        Makespan(PipelineCost pipeline) {
            this.pipeline = pipeline;
            this.leastMicros = pipeline.leastMicros();
        }

        double leastMicros() {
            return leastMicros;
        }

        double micros() {
            if (Double.isNaN(micros)) {
                micros = pipeline.run().makespanMicros();
            }
            return micros;
        }
    }

    /** What the time of a layer depends on, within a job. Ranks that gather parameters count only where they do. */
    private record LayerKey(
            double deviceCount,
            long tensorSize,
            SequenceParallel sequenceParallel,
            long contextSize,
            ContextExchange exchange,
            long expertSize,
            long expertTensorSize,
            long microSize,
            Recompute recompute,
            boolean overlapsTensor,
            double pairedFraction,
            Sharding gathered,
            double gatheringWays,
            boolean prefetches,
            Offload offload) {

        static LayerKey of(Workload work) {
            ParallelPlan plan = work.config().parallel();
            return new LayerKey(
                    work.deviceCount(),
                    plan.tensorSize(),
                    plan.sequenceParallel(),
                    plan.contextSize(),
                    plan.contextExchange(),
                    plan.expertSize(),
                    plan.expertTensorSize(),
                    work.config().batch().microSize(),
                    work.config().recompute(),
                    plan.overlaps().contains(Overlap.TENSOR),
                    work.pairedFraction(),
                    work.gathersLayers() ? plan.sharding() : Sharding.NONE,
                    work.gathersLayers() ? work.dataRanks() : 0,
                    plan.overlaps().contains(Overlap.LAYER_PREFETCH),
                    work.config().offload());
        }
    }

    /** What the times of the model's ends depend on, within a job. */
    private record EndKey(double deviceCount, long tensorSize, long contextSize, long microSize) {

        static EndKey of(Workload work) {
            ParallelPlan plan = work.config().parallel();
            return new EndKey(
                    work.deviceCount(),
                    plan.tensorSize(),
                    plan.contextSize(),
                    work.config().batch().microSize());
        }
    }

    /** What a pipeline is simulated from. */
    private record PipelineKey(
            LayerTimes layer,
            EndTimes ends,
            double accumulateMicros,
            double blockingMicros,
            long pipelineSize,
            long virtualStageCount,
            Schedule schedule,
            double microBatchCount) {

        static PipelineKey of(Workload work, StepTimes times) {
            ParallelPlan plan = work.config().parallel();
            return new PipelineKey(
                    times.layer(),
                    times.ends(),
                    times.accumulateMicros(),
                    times.blockingMicros(),
                    plan.pipelineSize(),
                    plan.virtualStageCount(),
                    plan.schedule(),
                    work.microBatches());
        }
    }
}

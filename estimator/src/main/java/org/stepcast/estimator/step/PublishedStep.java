package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.dataset.PublishedOperator;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.operator.Pass;
import org.stepcast.estimator.config.PublishedJob;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.schedule.OneForwardOneBackward;
import org.stepcast.estimator.schedule.PipelineRun;
import org.stepcast.estimator.schedule.PipelineSimulation;
import org.stepcast.estimator.schedule.StageTimes;
import org.stepcast.estimator.step.PublishedFormula.Slot;
import org.stepcast.estimator.step.PublishedTimes.PassMicros;
import org.stepcast.estimator.step.PublishedTimes.StageUpdate;
import org.stepcast.estimator.step.StepCourse.PassShares;
import org.stepcast.estimator.step.StepCourse.StepEndPart;
import org.stepcast.estimator.step.TimedUse.Phase;
import org.stepcast.estimator.timing.TimeSource;

/** Times what the published formula asks for and composes it. */
final class PublishedStep {

    private final TrainingConfig config;
    private final PublishedJob job;
    private final PublishedFormula formula;
    private final PublishedQueries queries;

    PublishedStep(TrainingConfig config, TimeSource times) {
        this.config = config;
        this.job = config.published()
                .orElseThrow(() -> new NotCoveredException(config.source()
                        + ": --formula published needs a configuration in the published form (training_config,"
                        + " encoders, …).\n"
                        + "  Leave the option out for the named form."));
        long stageCount = config.parallel().pipelineSize();
        this.formula = new PublishedFormula(
                job,
                config.microBatchCount(),
                stageCount,
                PublishedLayers.of(config.model().layerCount(), stageCount));
        this.queries = new PublishedQueries(config, job, formula.layers(), times);
    }

    StepEstimate estimate() {
        PublishedTimes times = new PublishedTimes(
                operatorTimes(),
                queries.transferMicros(),
                queries.tensorReduceMicros(),
                queries.gradientReduceMicros(),
                queries.update());
        Breakdown breakdown = breakdown(times);
        StepEstimate estimate = new Assembly(config, Formula.PUBLISHED)
                .estimate(breakdown, new StepUses(queries.uses()), summaries(times), course(times));
        return withLayerRemark(estimate);
    }

    private Map<PublishedOperator, PassMicros> operatorTimes() {
        Map<PublishedOperator, PassMicros> micros = new EnumMap<>(PublishedOperator.class);
        for (PublishedOperator operator : job.operators()) {
            long runs = job.layerOperators().stream()
                            .filter(each -> each == operator)
                            .count()
                    * formula.layers().middleCount();
            double perStep = (double) config.microBatchCount() * Math.max(1, runs);
            micros.put(
                    operator,
                    new PassMicros(
                            queries.operator(operator, Pass.FORWARD, Phase.FORWARD, 2 * perStep),
                            queries.operator(operator, Pass.BACKWARD, Phase.BACKWARD, perStep)));
        }
        return micros;
    }

    /** Splits the formula's sum; the slots of further stages are its bubble. */
    private Breakdown breakdown(PublishedTimes times) {
        Slot slot = formula.slot(times);
        StageUpdate update = times.update().slowest();
        double layerSyncs = job.forwardSyncCount() * times.tensorReduceMicros();
        double backwardSyncs = job.backwardSyncCount() * times.tensorReduceMicros();
        long layerCount = formula.layers().middleCount();
        double recompute = layerCount * (formula.layerForward(times) - layerSyncs);
        double tensor = layerCount * (2 * layerSyncs + backwardSyncs);
        double transfers = times.transferMicros();
        double forward = slot.forwardMicros() - layerCount * layerSyncs - transfers;
        double backward = slot.backwardMicros() - recompute - layerCount * (layerSyncs + backwardSyncs) - transfers;
        double count = config.microBatchCount();
        return new Breakdown.Builder()
                .add(Part.FORWARD, count * forward)
                .add(Part.BACKWARD, count * backward)
                .add(Part.RECOMPUTE, count * recompute)
                .add(Part.TENSOR_PARALLEL, count * tensor)
                .add(Part.PIPELINE_TRANSFER, 2 * count * transfers)
                .add(Part.PIPELINE_BUBBLE, (formula.stageCount() - 1) * slot.micros())
                .add(Part.DATA_PARALLEL_EXPOSED, times.gradientReduceMicros() + update.gatherMicros())
                .add(Part.OPTIMIZER, update.optimizerMicros())
                .build();
    }

    private List<StageSummary> summaries(PublishedTimes times) {
        List<StageSummary> stages = new ArrayList<>();
        PublishedLayers layers = formula.layers();
        stages.add(new StageSummary(layers.headCount(), formula.headForward(times), formula.headBackward(times)));
        for (long i = 2; i < formula.stageCount(); i++) {
            stages.add(new StageSummary(
                    layers.middleCount(), formula.middleForward(times), formula.middleBackward(times)));
        }
        stages.add(new StageSummary(layers.tailCount(), formula.tailForward(times), formula.tailBackward(times)));
        return stages;
    }

    /** The formula's equal slots are 1F1B on equal stages, each as slow as the slowest. */
    private StepCourse course(PublishedTimes times) {
        int stageCount = Math.toIntExact(formula.stageCount());
        Slot slot = formula.slot(times);
        PipelineRun run = PipelineSimulation.run(
                new OneForwardOneBackward(),
                Collections.nCopies(stageCount, new StageTimes(slot.forwardMicros(), slot.backwardMicros(), 0)),
                Math.toIntExact(config.microBatchCount()));
        StageUpdate update = times.update().slowest();
        List<StepEndPart> end = List.of(
                new StepEndPart("gradient all_reduce", Part.DATA_PARALLEL_EXPOSED, times.gradientReduceMicros(), 0),
                new StepEndPart("optimizer step", Part.OPTIMIZER, update.optimizerMicros(), 0),
                new StepEndPart("parameter all_gather", Part.DATA_PARALLEL_EXPOSED, update.gatherMicros(), 0));
        return new StepCourse(
                run, Collections.nCopies(stageCount, shares(times)), Collections.nCopies(stageCount, end));
    }

    private PassShares shares(PublishedTimes times) {
        double layerCount = formula.layers().middleCount();
        double forwardSyncs = layerCount * job.forwardSyncCount() * times.tensorReduceMicros();
        double backwardSyncs = layerCount * job.backwardSyncCount() * times.tensorReduceMicros();
        return new PassShares(
                layerCount * formula.layerForward(times) - forwardSyncs, forwardSyncs, forwardSyncs + backwardSyncs);
    }

    private StepEstimate withLayerRemark(StepEstimate estimate) {
        long layerCount = config.model().layerCount();
        if (formula.layers().covers(layerCount, formula.stageCount())) {
            return estimate;
        }
        List<String> reasons = new ArrayList<>(estimate.reasons());
        reasons.add("the published formula does not count the " + layerCount + " layers right with "
                + formula.stageCount() + " stages; --formula simulated does");
        return new StepEstimate(
                estimate.config(),
                estimate.formula(),
                estimate.stepSeconds(),
                estimate.status(),
                reasons,
                estimate.breakdown(),
                estimate.operators(),
                estimate.originShare(),
                estimate.stages(),
                estimate.course());
    }
}

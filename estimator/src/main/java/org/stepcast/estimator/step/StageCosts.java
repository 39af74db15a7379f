package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.CollectiveUse;
import org.stepcast.estimator.model.ModelGraph;
import org.stepcast.estimator.model.OperatorUse;
import org.stepcast.estimator.model.StageWork;
import org.stepcast.estimator.step.TimedUse.Phase;
import org.stepcast.estimator.timing.TimeSource;

/** Asks for the time of everything that the stages of a model do. */
final class StageCosts {

    private final TrainingConfig config;
    private final ModelGraph graph;
    private final TimeSource times;

    StageCosts(TrainingConfig config, ModelGraph graph, TimeSource times) {
        this.config = config;
        this.graph = graph;
        this.times = times;
    }

    List<StageCost> all() {
        List<StageCost> costs = new ArrayList<>();
        for (int stage = 0; stage < graph.stages().size(); stage++) {
            costs.add(of(stage));
        }
        return costs;
    }

    private StageCost of(int stage) {
        StageWork work = graph.stages().get(stage);
        List<TimedUse> uses = new ArrayList<>();
        for (OperatorUse use : work.operators()) {
            addOperator(uses, use);
        }
        for (CollectiveUse use : work.tensorCollectives()) {
            addCollective(uses, use);
        }
        boolean last = stage == graph.stages().size() - 1;
        StageCost beforeEnd = new StageCost(work.layerCount(), uses, List.of(), last ? 0 : transferMicros(stage));
        List<TimedUse> stepEnd = new StepEnd(config, graph.placement().dataGroup(), times).of(work, beforeEnd);
        return new StageCost(beforeEnd.layerCount(), uses, stepEnd, beforeEnd.transferMicros());
    }

    private void addOperator(List<TimedUse> uses, OperatorUse use) {
        add(uses, use.name(), use.operator(), Pass.FORWARD, Phase.FORWARD, use.count(), Part.FORWARD);
        add(uses, use.name(), use.operator(), Pass.FORWARD, Phase.BACKWARD, use.recomputeCount(), Part.RECOMPUTE);
        add(uses, use.name(), use.operator(), Pass.BACKWARD, Phase.BACKWARD, use.count(), Part.BACKWARD);
    }

    private void addCollective(List<TimedUse> uses, CollectiveUse use) {
        Collective collective = use.collective();
        add(uses, use.name(), collective, Pass.WHOLE, Phase.FORWARD, use.forwardCount(), Part.TENSOR_PARALLEL);
        double backwardCount = (double) use.backwardCount() + use.recomputeCount();
        add(uses, use.name(), collective, Pass.WHOLE, Phase.BACKWARD, backwardCount, Part.TENSOR_PARALLEL);
    }

    private void add(
            List<TimedUse> uses, String name, Operator operator, Pass pass, Phase phase, double count, Part part) {
        if (count > 0) {
            Precision precision = config.precision();
            uses.add(new TimedUse(name, operator, pass, phase, times.time(operator, pass, precision), count, part));
        }
    }

    /**
     * Activations [micro-batch, sequence, hidden] to the next stage. Ranks of a tensor group hold equal copies and send
     * a part each (source: Narayanan et al. 2021, arXiv 2104.04473, section 4.1).
     */
    private double transferMicros(int stage) {
        double bytes = (double) config.batch().microSize()
                * config.batch().sequenceTokens()
                * config.model().hiddenSize()
                * config.precision().byteCount()
                / config.parallel().tensorSize();
        Collective transfer = new Collective(
                CollectiveKind.SEND_RECEIVE, bytes, graph.placement().pipelineNeighbours(stage));
        double sent =
                times.time(transfer, Pass.WHOLE, config.precision()).micros().p50();
        return config.parallel().sequenceParallel() == SequenceParallel.ON ? sent : sent + gatherMicros(bytes);
    }

    /** Without sequence parallelism the receiving tensor group puts the parts together again. */
    private double gatherMicros(double partBytes) {
        long ranks = config.parallel().tensorSize();
        if (ranks == 1) {
            return 0;
        }
        Collective gather = new Collective(
                CollectiveKind.ALL_GATHER, partBytes * ranks, graph.placement().tensorGroup());
        return times.time(gather, Pass.WHOLE, config.precision()).micros().p50();
    }
}

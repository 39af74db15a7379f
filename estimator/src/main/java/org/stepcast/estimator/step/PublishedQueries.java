package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.dataset.PublishedOperator;
import org.stepcast.core.dataset.PublishedShape;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.config.PublishedJob;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.step.PublishedTimes.StageUpdate;
import org.stepcast.estimator.step.PublishedTimes.Update;
import org.stepcast.estimator.step.TimedUse.Phase;
import org.stepcast.estimator.timing.OperatorTime;
import org.stepcast.estimator.timing.TimeSource;

/** The questions of the published formula, in its own words: which operator, which message, which topology. */
final class PublishedQueries {

    private final TrainingConfig config;
    private final PublishedJob job;
    private final PublishedLayers layers;
    private final TimeSource times;
    private final List<TimedUse> uses = new ArrayList<>();

    PublishedQueries(TrainingConfig config, PublishedJob job, PublishedLayers layers, TimeSource times) {
        this.config = config;
        this.job = job;
        this.layers = layers;
        this.times = times;
    }

    /** Everything asked for so far. */
    List<TimedUse> uses() {
        return List.copyOf(uses);
    }

    double operator(PublishedOperator operator, Pass pass, Phase phase, double countPerStep) {
        Part part = phase == Phase.FORWARD ? Part.FORWARD : Part.BACKWARD;
        return ask(operator.publishedName(), operator.operator(shape(Map.of())), pass, countPerStep, part);
    }

    /** The forerunner takes the topology of two nodes as soon as the job fills one. */
    double transferMicros() {
        if (config.parallel().pipelineSize() == 1) {
            return 0;
        }
        GroupShape pair =
                config.deviceCount() >= job.deviceCountPerNode() ? new GroupShape(2, 1) : new GroupShape(1, 2);
        long elements = activationElements() / config.parallel().tensorSize();
        return collective("pipeline transfer", CollectiveKind.SEND_RECEIVE, elements, pair, Part.PIPELINE_TRANSFER);
    }

    double tensorReduceMicros() {
        long ranks = config.parallel().tensorSize();
        if (ranks == 1) {
            return 0;
        }
        long perNode = Math.min(ranks, job.deviceCountPerNode());
        GroupShape group = new GroupShape(Math.max(1, ranks / perNode), perNode);
        return collective(
                "tensor parallel all_reduce",
                CollectiveKind.ALL_REDUCE,
                activationElements(),
                group,
                Part.TENSOR_PARALLEL);
    }

    double gradientReduceMicros() {
        return config.parallel().dataSize() == 1
                ? 0
                : bucketed("gradient all_reduce", CollectiveKind.ALL_REDUCE, headParameters());
    }

    Update update() {
        if (config.parallel().dataSize() == 1) {
            return new Update(StageUpdate.NONE, StageUpdate.NONE, StageUpdate.NONE);
        }
        return new Update(
                update(PublishedOperator.FIRST_STAGE_OPTIMIZER, layers.headCount(), headParameters()),
                update(
                        PublishedOperator.MIDDLE_STAGE_OPTIMIZER,
                        layers.middleCount(),
                        layers.middleCount() * layerParameters()),
                update(PublishedOperator.LAST_STAGE_OPTIMIZER, layers.tailCount(), tailParameters()));
    }

    private StageUpdate update(PublishedOperator stage, long layerCount, long parameterCount) {
        long gathered = parameterCount / config.parallel().dataSize();
        double gatherMicros = bucketed("parameter all_gather", CollectiveKind.ALL_GATHER, gathered);
        Operator step = stage.operator(shape(Map.of("encoders", layerCount)));
        return new StageUpdate(gatherMicros, ask(stage.publishedName(), step, Pass.WHOLE, 1, Part.OPTIMIZER));
    }

    /** One collective after the other, each of at most the bucket's elements. */
    private double bucketed(String name, CollectiveKind kind, long elementCount) {
        long perNode = Math.max(1, job.deviceCountPerNode() / config.parallel().tensorSize());
        GroupShape group = new GroupShape(Math.max(1, config.parallel().dataSize() / perNode), perNode);
        double micros = 0;
        for (long left = elementCount; left > 0; left -= job.bucketElementCount()) {
            long elements = Math.min(left, job.bucketElementCount());
            micros += collective(name, kind, elements, group, Part.DATA_PARALLEL_EXPOSED);
        }
        return micros;
    }

    /** An all-gather counts the elements that one rank contributes. */
    private double collective(String name, CollectiveKind kind, long elementCount, GroupShape group, Part part) {
        double bytes = (double) elementCount * config.precision().byteCount();
        double messageBytes = kind == CollectiveKind.ALL_GATHER ? bytes * group.rankCount() : bytes;
        return ask(name, new Collective(kind, messageBytes, group), Pass.WHOLE, 1, part);
    }

    private double ask(String name, Operator operator, Pass pass, double countPerStep, Part part) {
        OperatorTime time = times.time(operator, pass, config.precision());
        if (operator instanceof Collective collective && time.origin() == Origin.ANALYTIC) {
            throw new NotCoveredException(config.source() + ": --formula published needs samples of "
                    + collective.kind().label() + " on " + collective.group().text()
                    + " (nodes x devices per node), which " + config.cluster().name() + " does not have: "
                    + time.reason() + ".\n  --formula simulated estimates it from the links.");
        }
        uses.add(new TimedUse(name, operator, pass, Phase.FORWARD, time, countPerStep, part));
        return time.micros().p50();
    }

    private PublishedShape shape(Map<String, Long> further) {
        Map<String, Long> dimensions = new HashMap<>(further);
        dimensions.put("mp", config.parallel().tensorSize());
        dimensions.put("b", config.batch().microSize());
        dimensions.put("h", config.model().headCount());
        dimensions.put("l", config.batch().sequenceTokens());
        dimensions.put("dim", config.model().hiddenSize());
        return new PublishedShape(dimensions);
    }

    private long activationElements() {
        return config.batch().microSize()
                * config.batch().sequenceTokens()
                * config.model().hiddenSize();
    }

    private long headParameters() {
        return vocabularyParameters() + layers.headCount() * layerParameters();
    }

    private long tailParameters() {
        return layers.tailCount() * layerParameters() + 2 * config.model().hiddenSize() + vocabularyParameters();
    }

    private long vocabularyParameters() {
        return PublishedShape.vocabularyShard(config.parallel().tensorSize())
                * config.model().hiddenSize();
    }

    private long layerParameters() {
        long dim = config.model().hiddenSize();
        long ranks = config.parallel().tensorSize();
        return 4 * dim
                + 3 * dim * (dim + 1) / ranks
                + dim * (dim + 1) / ranks
                + 4 * dim * (dim + 1) / ranks
                + dim * (4 * dim + 1) / ranks;
    }
}

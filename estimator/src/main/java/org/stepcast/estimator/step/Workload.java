package org.stepcast.estimator.step;

import java.util.Optional;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Experts.Shared;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.Positions;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.config.Vocabulary.Embeddings;
import org.stepcast.estimator.config.Vocabulary.Padding.MultipleOf;
import org.stepcast.estimator.timing.TimeSource;

/** A job with its execution and machine, and the sizes that one rank of it works on. Sizes are doubles: parts divide. */
public final class Workload {

    private final TrainingConfig config;
    private final Execution execution;
    private final Machine machine;
    private final OperatorSamples samples;

    Workload(TrainingConfig config, Execution execution, Machine machine, OperatorSamples samples) {
        this.config = config;
        this.execution = execution;
        this.machine = machine;
        this.samples = samples;
    }

    /** The job as {@code execution} runs it, its operators timed by figures of the device alone. */
    public static Workload of(TrainingConfig config, Execution execution) {
        Machine machine = Machine.of(config.cluster());
        return new Workload(config, execution, machine, OperatorSamples.ofFigures(config, machine));
    }

    /** The same job with what {@code times} knows from samples. */
    public Workload withTimes(TimeSource times) {
        return new Workload(config, execution, machine, OperatorSamples.of(config, times, machine));
    }

    OperatorSamples samples() {
        return samples;
    }

    public TrainingConfig config() {
        return config;
    }

    public Execution execution() {
        return execution;
    }

    Machine machine() {
        return machine;
    }

    FrameworkProfile profile() {
        return execution.profile();
    }

    private Architecture model() {
        return config.model();
    }

    private ParallelPlan plan() {
        return config.parallel();
    }

    double layers() {
        return model().layerCount();
    }

    double hidden() {
        return model().hiddenSize();
    }

    double heads() {
        return model().headCount();
    }

    double keyValueHeads() {
        return model().keyValueHeadCount();
    }

    double headSize() {
        return model().headSize();
    }

    double feedForward() {
        return model().feedForwardSize();
    }

    /** Entries of the tables, padded where the model says to what. */
    double vocabulary() {
        double entries = model().vocabularySize();
        if (model().vocabulary().padding() instanceof MultipleOf multiple) {
            double step = multiple.entryCount() * tensorWays();
            return step * Math.ceil(entries / step);
        }
        return entries;
    }

    boolean isGated() {
        return model().activation().isGated();
    }

    boolean isRotary() {
        return model().positions() instanceof Positions.Rotary;
    }

    boolean hasRmsNorm() {
        return model().normalization().kind() != NormalizationKind.LAYER_NORM;
    }

    boolean isTied() {
        return model().embeddings() == Embeddings.TIED;
    }

    double sequence() {
        return config.batch().sequenceTokens();
    }

    double micro() {
        return config.batch().microSize();
    }

    double tensorWays() {
        return plan().tensorSize();
    }

    double pipelineWays() {
        return plan().pipelineSize();
    }

    double contextWays() {
        return plan().contextSize();
    }

    double virtualStages() {
        return plan().virtualStageCount();
    }

    /** Ranks that hold the same parameters. */
    double dataRanks() {
        return (double) plan().dataSize() * plan().contextSize();
    }

    double deviceCount() {
        return config.deviceCount();
    }

    boolean dividesSequence() {
        return plan().sequenceParallel() == SequenceParallel.ON;
    }

    /** What divides norms and residuals. */
    double sequenceWays() {
        return dividesSequence() ? tensorWays() : 1;
    }

    boolean isUnfused() {
        return execution.attention() == AttentionKernel.UNFUSED;
    }

    /** Tokens of a micro-batch on one rank. */
    double tokens() {
        return sequence() / contextWays() * micro();
    }

    double microBatches() {
        return Math.max(1, Math.rint((double) config.batch().globalSize() / (plan().dataSize() * micro())));
    }

    /** Layers of a pipeline stage: a mean where they do not divide. */
    double stageLayers() {
        return layers() / pipelineWays();
    }

    /** The stage of ZeRO that the sharding amounts to. */
    int zeroStage() {
        return switch (plan().sharding()) {
            case NONE -> 0;
            case ZERO1 -> 1;
            case ZERO2 -> 2;
            case ZERO3, FSDP, HSDP -> 3;
        };
    }

    /**
     * Whether parameters are gathered layer by layer. FSDP's ZeRO-2 gathers once for each micro-batch; with pipeline stages
     * parameters stay gathered over the step, as with ZeRO-1.
     */
    boolean gathersLayers() {
        boolean fully = zeroStage() == 3 || (zeroStage() == 2 && profile().usualSharding() == Sharding.ZERO3);
        return fully && pipelineWays() == 1;
    }

    /** Share of the layers that have experts. */
    double expertLayerFraction() {
        return model().expertLayerCount() / layers();
    }

    /** The experts of layers that have some. */
    Optional<Mixture> mixture() {
        return model().experts() instanceof Mixture mixture && model().expertLayerCount() > 0
                ? Optional.of(mixture)
                : Optional.empty();
    }

    double expertWays() {
        return plan().expertSize();
    }

    /** Ranks that each expert is divided over. */
    double expertTensorWays() {
        return plan().expertTensorSize();
    }

    /** Ranks that hold the same experts. */
    double expertDataRanks() {
        return Math.max(1, dataRanks() * tensorWays() / (expertWays() * expertTensorWays()));
    }

    /** Whether a token travels once to each rank of its experts: DeepEP and HybridEP. */
    boolean sendsTokensOnce() {
        return switch (config.framework().expertDispatch()) {
            case ALL_TO_ALL -> false;
            case DEEP_EP -> true;
            case BY_FRAMEWORK ->
                config.framework().year() >= profile().value(Knob.DEEP_EP_FROM) && machine.hasPeerLinks();
        };
    }

    /**
     * Share of a layer's passes that run beside one of another micro-batch, so that tokens can travel meanwhile: all but those
     * that fill the pipeline and the first one after, in the mean over stages. Source: Megatron-LM
     * core/pipeline_parallel/schedules.py, which adds one forward pass to those that fill the pipeline.
     */
    double pairedFraction() {
        if (!plan().overlapsExperts()) {
            return 0;
        }
        double alone = switch (plan().schedule()) {
            case ALL_FORWARD_ALL_BACKWARD -> microBatches();
            case ONE_FORWARD_ONE_BACKWARD, ZERO_BUBBLE -> (pipelineWays() + 1) / 2;
            case INTERLEAVED -> pipelineWays();
        };
        return Math.max(0, 1 - alone / microBatches());
    }

    /** Share of the keys that a token attends to: a half with a causal mask. */
    double visibleFraction() {
        long tokens = config.batch().sequenceTokens();
        return model().visibility().meanVisibleTokens(tokens) / tokens;
    }

    /** Ranks that share the parameters of a layer: those of a node with HSDP. */
    double layerShardRanks() {
        double inNode = Math.max(1, Math.floor(machine.domainSize() / tensorWays()));
        return plan().sharding() == Sharding.HSDP ? Math.min(dataRanks(), inNode) : dataRanks();
    }

    /** Whether context-parallel ranks exchange heads instead of passing keys and values around a ring. */
    boolean exchangesHeads() {
        return plan().contextExchange() == ContextExchange.ALL_TO_ALL;
    }

    /** Width of the MLP that tokens pass through whatever their experts are. */
    double sharedWidth() {
        return mixture()
                .filter(mixture -> mixture.shared() instanceof Shared.Always)
                .map(mixture ->
                        (double) ((Shared.Always) mixture.shared()).mlp().size())
                .orElse(0.0);
    }

    ParameterShare parameters() {
        return new ParameterShare(this);
    }
}

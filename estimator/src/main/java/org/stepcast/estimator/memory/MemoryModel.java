package org.stepcast.estimator.memory;

import java.util.List;
import java.util.stream.IntStream;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.ModelGraph;
import org.stepcast.estimator.model.StageWork;

/**
 * Peak memory by published formulas: 16 bytes of state a parameter, optimizer states divided by ZeRO-1 (Rajbhandari et
 * al. 2019, arXiv 1910.02054), activations of a layer as Korthikanti et al. 2022 (arXiv 2205.05198, section 4) count them,
 * times the micro-batches that the schedule holds.
 */
public final class MemoryModel {

    /** fp32 main parameter and two moments; without mixed precision only the moments. */
    private static final double MIXED_OPTIMIZER_BYTES = 12;

    private static final double FP32_OPTIMIZER_BYTES = 8;

    /** Driver context 0.9 GiB and communication buffers 1 GiB. Source: PyTorch 2.1 and NCCL reports; a guess of scale. */
    private static final double OTHER_BYTES = 1.9 * (1L << 30);

    /** Reserved beyond allocated. Source: SimuMax's LLaMA-3-8B example, 54.1 against 50.9 GiB. */
    private static final double RESERVED_FRACTION = 0.06;

    private final TrainingConfig config;
    private final ModelGraph graph;

    private MemoryModel(TrainingConfig config) {
        this.config = config;
        this.graph = ModelGraph.of(config);
    }

    /** The fullest device of the job. */
    public static MemoryEstimate peak(TrainingConfig config) {
        MemoryModel model = new MemoryModel(config);
        List<StageWork> stages = model.graph.stages();
        return IntStream.range(0, stages.size())
                .mapToObj(model::stage)
                .max((a, b) -> Double.compare(a.peakAllocatedBytes(), b.peakAllocatedBytes()))
                .orElseThrow();
    }

    private MemoryEstimate stage(int stage) {
        StageWork work = graph.stages().get(stage);
        double parameters = work.parameterCount();
        boolean mixed = config.precision() != Precision.FP32;
        double shards = config.parallel().sharding() == Sharding.NONE
                ? 1
                : config.parallel().dataSize();
        double activations = work.layerCount() * inFlight(stage) * keptLayerBytes() + workingLayerBytes();
        boolean last = stage == graph.stages().size() - 1;
        return new MemoryEstimate(
                stage,
                parameters * config.precision().byteCount(),
                parameters * gradientByteCount(),
                parameters * (mixed ? MIXED_OPTIMIZER_BYTES : FP32_OPTIMIZER_BYTES) / shards,
                last ? activations + logitsBytes() : activations,
                OTHER_BYTES,
                RESERVED_FRACTION,
                config.cluster().device().memoryBytes());
    }

    private double gradientByteCount() {
        FrameworkName name = config.framework().name();
        boolean megatron = name == FrameworkName.MEGATRON_LM || name == FrameworkName.NEMO;
        return megatron ? Precision.FP32.byteCount() : config.precision().byteCount();
    }

    /** 1F1B holds one micro-batch for each stage from here to the end. */
    private long inFlight(int stage) {
        long all = config.microBatchCount();
        return config.parallel().schedule() == Schedule.ALL_FORWARD_ALL_BACKWARD
                ? all
                : Math.min(all, graph.stages().size() - stage);
    }

    /** What each layer keeps for its backward pass; only its input with full recomputation. */
    private double keptLayerBytes() {
        double input = 2.0 * tokens() * config.model().hiddenSize() / sequenceWays();
        return config.recompute() == Recompute.FULL ? input : layerBytes();
    }

    /** The layer that is being recomputed. */
    private double workingLayerBytes() {
        return config.recompute() == Recompute.FULL ? layerBytes() : 0;
    }

    /**
     * Korthikanti et al., equations 2 and 4: 10·s·b·h that tensor parallelism does not divide, 8·s·b·h of attention and
     * 16·s·b·h of an MLP of 4h that it does, and 5·a·s²·b of scores; here with the model's own widths.
     */
    private double layerBytes() {
        Architecture model = config.model();
        double ways = config.parallel().tensorSize();
        double rows = tokens() * model.hiddenSize();
        double keyValueShare = (double) model.keyValueHeadCount() / model.headCount();
        double matrices = model.activation() == ActivationKind.SWIGLU ? 3 : 2;
        double whole = 10 * rows / sequenceWays();
        double attention = (4 + 4 * keyValueShare) * rows / ways;
        double mlp = 2 * matrices * tokens() * model.feedForwardSize() / ways;
        boolean keepsScores = config.attention() == AttentionKernel.UNFUSED && config.recompute() == Recompute.NONE;
        double scores = keepsScores
                ? 5.0 * model.headCount() * tokens() * config.batch().sequenceTokens() / ways
                : 0;
        return whole + attention + mlp + scores;
    }

    /** Logits in the job's precision, and in fp32 for the loss. */
    private double logitsBytes() {
        double shard =
                (double) config.model().vocabularySize() / config.parallel().tensorSize();
        return (Precision.FP32.byteCount() + config.precision().byteCount()) * tokens() * shard;
    }

    private double sequenceWays() {
        return config.parallel().sequenceParallel() == SequenceParallel.ON
                ? config.parallel().tensorSize()
                : 1;
    }

    private double tokens() {
        return (double) config.batch().microSize() * config.batch().sequenceTokens();
    }
}

package org.stepcast.estimator.step;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.StageWork;
import org.stepcast.estimator.step.TimedUse.Phase;
import org.stepcast.estimator.timing.OperatorTime;
import org.stepcast.estimator.timing.TimeSource;

/**
 * What follows the last micro-batch of a stage: gradients are reduced over the data-parallel group, the optimizer
 * updates its share of the parameters, and with ZeRO-1 the ranks gather each other's updates.
 */
final class StepEnd {

    private final TrainingConfig config;
    private final GroupShape dataGroup;
    private final TimeSource times;

    StepEnd(TrainingConfig config, GroupShape dataGroup, TimeSource times) {
        this.config = config;
        this.dataGroup = dataGroup;
        this.times = times;
    }

    /**
     * The exposed share of each.
     *
     * @param cost the stage's compute, which overlapped communication hides behind
     */
    List<TimedUse> of(StageWork work, StageCost cost) {
        List<TimedUse> uses = new ArrayList<>();
        boolean sharded = config.parallel().sharding() == Sharding.ZERO1;
        if (config.parallel().dataSize() > 1) {
            double hiding = hides(Overlap.GRADIENT_REDUCE) ? cost.backwardMicros() : 0;
            CollectiveKind reduce =
                    sharded && scattersGradients() ? CollectiveKind.REDUCE_SCATTER : CollectiveKind.ALL_REDUCE;
            uses.add(exposed("gradient " + reduce.label(), reduce, gradientBytes(work), work, hiding));
        }
        uses.add(optimizer(work, sharded));
        if (config.parallel().dataSize() > 1 && sharded) {
            double hiding = hides(Overlap.PARAMETER_GATHER) ? cost.forwardMicros() : 0;
            double bytes = (double) work.parameterCount() * config.precision().byteCount();
            uses.add(exposed("parameter all_gather", CollectiveKind.ALL_GATHER, bytes, work, hiding));
        }
        return uses;
    }

    private boolean hides(Overlap overlap) {
        return config.parallel().overlaps().contains(overlap);
    }

    /** DeepSpeed's ZeRO-1, which GPT-NeoX uses too, all-reduces gradients; Megatron-LM's distributed optimizer scatters. */
    private boolean scattersGradients() {
        FrameworkName name = config.framework().name();
        return name != FrameworkName.GPT_NEOX && name != FrameworkName.DEEPSPEED;
    }

    /** Megatron-LM accumulates and reduces the gradients of a bf16 model in fp32. */
    private double gradientBytes(StageWork work) {
        FrameworkName name = config.framework().name();
        boolean megatron = name == FrameworkName.MEGATRON_LM || name == FrameworkName.NEMO;
        Precision precision = megatron && config.precision() == Precision.BF16 ? Precision.FP32 : config.precision();
        return (double) work.parameterCount() * precision.byteCount();
    }

    /**
     * A collective that runs layer by layer beside {@code hidingMicros} of compute: what compute cannot hide is exposed,
     * and at least the last layer's piece.
     */
    private TimedUse exposed(String name, CollectiveKind kind, double bytes, StageWork work, double hidingMicros) {
        Collective collective = new Collective(kind, bytes, dataGroup);
        OperatorTime time = times.time(collective, Pass.WHOLE, config.precision());
        double whole = time.micros().p50();
        double pieces = Math.max(1, work.layerCount());
        double exposedMicros =
                hidingMicros == 0 ? whole : Math.max(whole / pieces, whole - hidingMicros * (pieces - 1) / pieces);
        return new TimedUse(
                name, collective, Pass.WHOLE, Phase.STEP_END, time, exposedMicros / whole, Part.DATA_PARALLEL_EXPOSED);
    }

    /** Mixed-precision training updates fp32 main parameters and moments, whatever the model computes in. */
    private TimedUse optimizer(StageWork work, boolean sharded) {
        long ranks = sharded ? config.parallel().dataSize() : 1;
        long owned = Math.max(1, work.parameterCount() / ranks);
        OptimizerStep step =
                new OptimizerStep(owned, work.tensorCount(), Math.min(owned, work.largestTensorParameterCount()));
        OperatorTime time = times.time(step, Pass.WHOLE, Precision.FP32);
        return new TimedUse("optimizer step", step, Pass.WHOLE, Phase.STEP_END, time, 1, Part.OPTIMIZER);
    }
}

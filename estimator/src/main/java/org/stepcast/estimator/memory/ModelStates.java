package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.memory.Matrix.Owner;

/**
 * Weights, gradients and optimizer states of one rank under Adam.
 *
 * @param lasting alive in every moment
 * @param stepping alive only in the optimizer step
 * @param hostBytes in the host's memory
 */
record ModelStates(List<Tensor> lasting, List<Tensor> stepping, double hostBytes) {

    private static final double HALF_BYTES = 2;
    private static final double FP32_BYTES = 4;
    private static final double MOMENTS_BYTES = 8;

    ModelStates {
        lasting = List.copyOf(lasting);
        stepping = List.copyOf(stepping);
    }

    static ModelStates of(Setting setting, StageWeights weights) {
        Builder builder = new Builder(setting);
        for (Owner owner : Owner.values()) {
            if (weights.count(owner) > 0) {
                builder.add(owner, weights.count(owner));
            }
        }
        return builder.build();
    }

    /** Collects the states of dense parameters and of experts, which other ranks share. */
    private static final class Builder {

        private final Setting setting;
        private final List<Tensor> lasting = new ArrayList<>();
        private final List<Tensor> stepping = new ArrayList<>();
        private double hostBytes;

        private Builder(Setting setting) {
            this.setting = setting;
        }

        private void add(Owner owner, double count) {
            switch (setting.profile().states()) {
                case MEGATRON -> addMixed(owner, count, megatronGradientBytes());
                case DEEPSPEED, ZERO -> addMixed(owner, count, HALF_BYTES);
                case FSDP -> addFullShards(owner, count);
                case DDP -> addCopies(owner, count);
            }
        }

        private double megatronGradientBytes() {
            boolean half = setting.config().precision() == Precision.FP16
                    || (setting.has(Habit.HALF_SHARDED_GRADIENTS) && divides(ZeroStage.OPTIMIZER));
            return half ? HALF_BYTES : FP32_BYTES;
        }

        /** Weights in the job's precision, fp32 main parameters beside them where that is less than fp32. */
        private void addMixed(Owner owner, double count, double gradientBytes) {
            boolean mixed = setting.config().precision() != Precision.FP32;
            double gradients = mixed ? gradientBytes : FP32_BYTES;
            double optimizerCount = count / ways(owner, ZeroStage.OPTIMIZER);
            weights(owner, "weights", setting.elementBytes() * count / heldWays(owner, ZeroStage.PARAMETERS));
            gradients(owner, gradients * count / heldWays(owner, ZeroStage.GRADIENTS));
            if (mixed) {
                optimizer(owner, "main parameters", FP32_BYTES * optimizerCount);
            }
            optimizer(owner, "moments", MOMENTS_BYTES * optimizerCount);
            if (gradients < FP32_BYTES) {
                step(owner, "fp32 gradients", FP32_BYTES * optimizerCount);
            }
            offload(optimizerCount, count / ways(owner, ZeroStage.PARAMETERS));
        }

        /** PyTorch FSDP: fp32 shards from ZeRO 2 on, and 16-bit copies of what is not gathered anew. */
        private void addFullShards(Owner owner, double count) {
            double ways = ways(owner, ZeroStage.GRADIENTS);
            double half = setting.config().precision() == Precision.FP32 ? 0 : HALF_BYTES;
            weights(owner, "weights", FP32_BYTES * count / ways);
            gradients(owner, FP32_BYTES * count / heldWays(owner, ZeroStage.GRADIENTS));
            optimizer(owner, "moments", MOMENTS_BYTES * count / ways(owner, ZeroStage.OPTIMIZER));
            if ((!divides(ZeroStage.PARAMETERS) || setting.keepsGathered()) && half > 0) {
                weights(owner, "low-precision weights", half * count);
            }
            offload(count / ways(owner, ZeroStage.OPTIMIZER), count / ways);
        }

        private void addCopies(Owner owner, double count) {
            weights(owner, "weights", FP32_BYTES * count);
            gradients(owner, FP32_BYTES * count);
            optimizer(owner, "moments", MOMENTS_BYTES * count);
            weights(owner, "autocast weights", HALF_BYTES * count);
            offload(count, count);
        }

        /**
         * Main parameters, moments and pinned fp32 gradients, and with the parameters their 16-bit copies too. Source:
         * Ren et al. 2021 (ZeRO-Offload), arXiv 2101.06840.
         */
        private void offload(double optimizerCount, double weightCount) {
            double states = FP32_BYTES + MOMENTS_BYTES + FP32_BYTES;
            hostBytes += switch (setting.config().offload()) {
                case NONE -> 0;
                case OPTIMIZER -> states * optimizerCount;
                case OPTIMIZER_AND_PARAMETERS -> states * optimizerCount + HALF_BYTES * weightCount;
            };
        }

        private void weights(Owner owner, String name, double bytes) {
            if (setting.config().offload() != Offload.OPTIMIZER_AND_PARAMETERS) {
                lasting.add(Tensor.of(owner.label() + " " + name, Part.WEIGHTS, bytes));
            }
        }

        private void gradients(Owner owner, double bytes) {
            lasting.add(Tensor.of(owner.label() + " gradients", Part.GRADIENTS, bytes));
        }

        private void optimizer(Owner owner, String name, double bytes) {
            if (setting.config().offload() == Offload.NONE) {
                lasting.add(Tensor.of(owner.label() + " " + name, Part.OPTIMIZER, bytes));
            }
        }

        private void step(Owner owner, String name, double bytes) {
            if (setting.config().offload() == Offload.NONE) {
                stepping.add(Tensor.of(owner.label() + " " + name, Part.OPTIMIZER_STEP, bytes));
            }
        }

        private boolean divides(ZeroStage stage) {
            return setting.zeroStage().divides(stage);
        }

        private double ways(Owner owner, ZeroStage stage) {
            return divides(stage) ? setting.shardWays(owner) : 1;
        }

        /** Ranks that divide what lives through the step: one holds all of it where that stays gathered. */
        private double heldWays(Owner owner, ZeroStage stage) {
            return setting.keepsGathered() ? 1 : ways(owner, stage);
        }

        private ModelStates build() {
            return new ModelStates(lasting, stepping, hostBytes);
        }
    }
}

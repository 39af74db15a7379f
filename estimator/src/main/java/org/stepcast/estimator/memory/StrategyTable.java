package org.stepcast.estimator.memory;

import java.util.List;
import java.util.stream.Stream;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.Matrix.Owner;
import org.stepcast.estimator.memory.MemoryStrategies.Strategy;
import org.stepcast.estimator.memory.MemoryStrategies.WeightsOnly;
import org.stepcast.estimator.memory.Part.Share;

/** Fills the table of strategies, with the states that the ZeRO paper counts. */
final class StrategyTable {

    private final TrainingConfig config;
    private final MemoryProfile profile;
    private final StageWeights weights;
    private final MemoryEstimate memory;

    /** @param weights of the stage with the most parameters */
    StrategyTable(TrainingConfig config, MemoryProfile profile, StageWeights weights, MemoryEstimate memory) {
        this.config = config;
        this.profile = profile;
        this.weights = weights;
        this.memory = memory;
    }

    MemoryStrategies table() {
        return new MemoryStrategies(
                config.model().parameterCount(),
                weights.count(),
                setting(Sharding.ZERO1).shardWays(Owner.DENSE),
                memory.peakBytes(Share.ACTIVATIONS),
                Stream.of(Sharding.NONE, Sharding.ZERO1, Sharding.ZERO2, Sharding.ZERO3)
                        .map(this::strategy)
                        .toList(),
                weightsOnly());
    }

    private Strategy strategy(Sharding sharding) {
        List<Tensor> states = ModelStates.of(setting(sharding), weights).lasting();
        long evaluation = states.stream()
                .filter(tensor -> tensor.part() == Part.WEIGHTS)
                .mapToLong(Tensor::bytes)
                .sum();
        long all = states.stream().mapToLong(Tensor::bytes).sum();
        return new Strategy(sharding, evaluation, all, all + memory.peakBytes(Share.ACTIVATIONS));
    }

    private Setting setting(Sharding sharding) {
        return Setting.of(config.withParallel(config.parallel().withSharding(sharding)), profile);
    }

    private List<WeightsOnly> weightsOnly() {
        return Stream.of(Precision.FP32, Precision.BF16, Precision.FP8)
                .map(precision -> new WeightsOnly(
                        precision,
                        precision.byteCount() * config.model().parameterCount(),
                        precision.byteCount() * weights.count()))
                .toList();
    }
}

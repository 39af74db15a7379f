package org.stepcast.estimator.report;

import java.util.List;
import org.stepcast.estimator.memory.MemoryStrategies;
import org.stepcast.estimator.memory.MemoryStrategies.Strategy;
import org.stepcast.estimator.memory.MemoryStrategies.WeightsOnly;

/** The JSON of {@code stepcast memory --strategies}; names of components are its keys. */
public record StrategiesDocument(
        long parameterCount,
        long rankParameterCount,
        long shardWays,
        long activationBytes,
        List<StrategyDocument> strategies,
        List<WeightsDocument> weightsOnly) {

    /** Evaluation and training under one strategy, on one rank. */
    public record StrategyDocument(String sharding, long evaluationBytes, long stateBytes, long trainingBytes) {

        static StrategyDocument of(Strategy strategy) {
            return new StrategyDocument(
                    strategy.sharding().label(),
                    strategy.evaluationBytes(),
                    strategy.stateBytes(),
                    strategy.trainingBytes());
        }
    }

    /** Weights in one precision. */
    public record WeightsDocument(String precision, long modelBytes, long rankBytes) {

        static WeightsDocument of(WeightsOnly weights) {
            return new WeightsDocument(weights.precision().label(), weights.modelBytes(), weights.rankBytes());
        }
    }

    /** The document of a table. */
    public static StrategiesDocument of(MemoryStrategies table) {
        return new StrategiesDocument(
                table.parameterCount(),
                table.rankParameterCount(),
                table.shardWays(),
                table.activationBytes(),
                table.strategies().stream().map(StrategyDocument::of).toList(),
                table.weightsOnly().stream().map(WeightsDocument::of).toList());
    }
}

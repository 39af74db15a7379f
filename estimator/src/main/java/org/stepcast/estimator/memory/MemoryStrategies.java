package org.stepcast.estimator.memory;

import java.util.List;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.ParallelPlan.Sharding;

/**
 * Memory of one rank under each strategy of sharding, all else as the plan has it.
 *
 * @param parameterCount of the whole model
 * @param rankParameterCount of the fullest pipeline stage on one tensor-parallel rank, before sharding
 * @param shardWays ranks that a strategy divides over
 * @param activationBytes at the peak of the plan as it is
 */
public record MemoryStrategies(
        long parameterCount,
        long rankParameterCount,
        long shardWays,
        long activationBytes,
        List<Strategy> strategies,
        List<WeightsOnly> weightsOnly) {

    public MemoryStrategies {
        strategies = List.copyOf(strategies);
        weightsOnly = List.copyOf(weightsOnly);
    }

    /**
     * One strategy. With Ψ parameters of 2 bytes on N ranks: 16 Ψ without sharding, 4 Ψ + 12 Ψ / N, 2 Ψ + 14 Ψ / N and
     * 16 Ψ / N for ZeRO 1 to 3. Source: Rajbhandari et al. 2019, arXiv 1910.02054, figure 1.
     *
     * @param evaluationBytes weights alone
     * @param stateBytes weights, gradients and optimizer states
     * @param trainingBytes these and activations
     */
    public record Strategy(Sharding sharding, long evaluationBytes, long stateBytes, long trainingBytes) {}

    /** The weights of the whole model, and of one rank without sharding. */
    public record WeightsOnly(Precision precision, long modelBytes, long rankBytes) {}
}

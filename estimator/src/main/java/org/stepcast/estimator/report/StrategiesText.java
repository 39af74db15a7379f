package org.stepcast.estimator.report;

import java.util.Locale;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryStrategies;

/** The table that {@code stepcast memory --strategies} prints for people. */
public final class StrategiesText {

    private static final double GIB = 1L << 30;

    private final StringBuilder text = new StringBuilder();

    private StrategiesText() {}

    /** The table of a job. */
    public static String of(TrainingConfig config, MemoryStrategies table) {
        StrategiesText report = new StrategiesText();
        report.line(
                "%s, %.3fB parameters, %.3fB on the fullest rank, sharded over %d ranks",
                config.model().name(),
                table.parameterCount() / 1e9,
                table.rankParameterCount() / 1e9,
                table.shardWays());
        report.line("Activations at the peak of the plan as it is: %.2f GiB", table.activationBytes() / GIB);
        report.line("");
        report.line("%-10s %14s %14s %22s", "GiB a rank", "evaluation", "states", "states and activations");
        table.strategies()
                .forEach(strategy -> report.line(
                        "%-10s %14.2f %14.2f %22.2f",
                        strategy.sharding().label(),
                        strategy.evaluationBytes() / GIB,
                        strategy.stateBytes() / GIB,
                        strategy.trainingBytes() / GIB));
        report.line("");
        report.line("%-12s %12s %14s", "Weights only", "model, GiB", "a rank, GiB");
        table.weightsOnly()
                .forEach(weights -> report.line(
                        "%-12s %12.2f %14.2f",
                        weights.precision().label(), weights.modelBytes() / GIB, weights.rankBytes() / GIB));
        return report.text.toString();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}

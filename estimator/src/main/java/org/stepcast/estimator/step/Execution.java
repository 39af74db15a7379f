package org.stepcast.estimator.step;

import java.util.EnumSet;
import java.util.Set;
import org.stepcast.estimator.config.AttentionKernel;
import org.stepcast.estimator.config.Framework.Compile;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * How a framework executes a job: what a configuration leaves to it.
 *
 * @param kernels fusion of memory-bound operators
 * @param attention a generation, never {@link AttentionKernel#FLASH}
 * @param shardRankCount data-parallel ranks that share optimizer states with ZeRO-1 and 2; 0 for all of them
 * @param recomputedFraction share of the layers that are recomputed as a whole
 * @param products number format of matrix products
 * @param guesses what was filled in by a rule
 */
public record Execution(
        FrameworkProfile profile,
        KernelFusion kernels,
        AttentionKernel attention,
        long shardRankCount,
        double recomputedFraction,
        ProductFormat products,
        Set<Guess> guesses) {

    /** Number format of matrix products, where it is not the job's precision. */
    public enum ProductFormat {
        AS_PRECISION,
        FP4
    }

    public Execution {
        guesses = Set.copyOf(guesses);
        if (attention == AttentionKernel.FLASH) {
            throw new IllegalArgumentException("attention must be a generation");
        }
        if (!(recomputedFraction >= 0 && recomputedFraction <= 1)) {
            throw new IllegalArgumentException("recomputedFraction (" + recomputedFraction + ") must be 0 to 1");
        }
    }

    /** What the framework of {@code config} does by default. */
    public static Execution of(TrainingConfig config) {
        String name = config.framework().name().label();
        int year = config.framework().year();
        FrameworkProfile profile = ProfileTable.builtIn().ofFramework(name, year);
        KernelFusion kernels = kernels(profile, config.framework().compile());
        return new Execution(
                profile,
                kernels,
                new AttentionChoice(profile, year)
                        .of(config.attention(), config.cluster().device()),
                profile.shardRankCount(
                        config.cluster().node().deviceCount(), config.parallel().tensorSize()),
                recomputedFraction(config),
                ProductFormat.AS_PRECISION,
                EnumSet.noneOf(Guess.class));
    }

    /** How another plan of the same job is executed. */
    Execution underPlan(TrainingConfig plan) {
        return new Execution(
                profile,
                kernels,
                attention,
                profile.shardRankCount(
                        plan.cluster().node().deviceCount(), plan.parallel().tensorSize()),
                recomputedFraction(plan),
                products,
                guesses);
    }

    private static double recomputedFraction(TrainingConfig config) {
        return config.recompute() == Recompute.FULL ? 1 : 0;
    }

    /** A profile that usually compiles runs eagerly where it is told not to. */
    private static KernelFusion kernels(FrameworkProfile profile, Compile compile) {
        return switch (compile) {
            case ON -> KernelFusion.COMPILED;
            case OFF -> profile.kernels() == KernelFusion.COMPILED ? KernelFusion.EAGER : profile.kernels();
        };
    }

    /** The same execution with {@code fraction} of the layers recomputed as a whole. */
    public Execution withRecomputedFraction(double fraction) {
        return new Execution(profile, kernels, attention, shardRankCount, fraction, products, guesses);
    }

    public boolean isGuessed(Guess guess) {
        return guesses.contains(guess);
    }
}

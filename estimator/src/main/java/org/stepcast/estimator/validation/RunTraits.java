package org.stepcast.estimator.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * What groups of runs have in common.
 *
 * @param parallelism kinds of parallelism: {@code tensor + pipeline}
 * @param architecture {@code dense}, or {@code experts} where some layers have them
 * @param remark why a row is odd, where somebody found out; else empty
 * @param contest runs with the same contest differ in their plan alone
 */
public record RunTraits(
        String gpu,
        String framework,
        String parallelism,
        String architecture,
        double parameterCount,
        long deviceCount,
        String remark,
        String contest) {

    static RunTraits of(RunRow row, TrainingConfig config) {
        return new RunTraits(
                config.cluster().device().name(),
                row.text("framework").orElse("not known"),
                parallelism(config.parallel()),
                config.model().expertLayerCount() > 0 ? "experts" : "dense",
                config.model().parameterCount(),
                config.deviceCount(),
                row.text("remark").orElse(""),
                contest(row, config));
    }

    /** The model's size in the classes that papers speak of. */
    public String sizeClass() {
        double billions = parameterCount / 1e9;
        if (billions < 2) {
            return "below 2B";
        }
        if (billions < 10) {
            return "2B to 10B";
        }
        if (billions < 50) {
            return "10B to 50B";
        }
        return billions < 200 ? "50B to 200B" : "200B and more";
    }

    private static String parallelism(ParallelPlan plan) {
        List<String> kinds = new ArrayList<>();
        if (plan.tensorSize() > 1) {
            kinds.add("tensor");
        }
        if (plan.pipelineSize() > 1) {
            kinds.add(plan.virtualStageCount() > 1 ? "interleaved pipeline" : "pipeline");
        }
        if (plan.expertSize() > 1) {
            kinds.add("expert");
        }
        kinds.add("data, " + plan.sharding().name().toLowerCase(Locale.ROOT));
        return String.join(" + ", kinds);
    }

    private static String contest(RunRow row, TrainingConfig config) {
        return String.join(
                "|",
                row.text("source_group").orElse(""),
                row.text("framework").orElse(""),
                row.text("year").orElse(""),
                String.valueOf(config.model().layerCount()),
                String.valueOf(config.model().hiddenSize()),
                config.cluster().device().name(),
                String.valueOf(config.batch().sequenceTokens()),
                config.precision().label(),
                String.valueOf(config.deviceCount()),
                String.valueOf(config.batch().globalSize()));
    }
}

package org.stepcast.estimator.report;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.step.Breakdown;
import org.stepcast.estimator.step.OperatorLine;
import org.stepcast.estimator.step.Part;
import org.stepcast.estimator.step.StageSummary;
import org.stepcast.estimator.step.StepEstimate;

/** The JSON of {@code stepcast predict}; names of components are its keys. */
public record StepDocument(
        Interval stepTimeSeconds,
        String status,
        List<String> reasons,
        double tokensPerSecondPerGpu,
        double modelTflopsPerGpu,
        double mfu,
        Map<String, Double> breakdownSeconds,
        MemoryDocument memory,
        List<OperatorDocument> operators,
        Map<Origin, Double> originShare,
        List<StageDocument> stages,
        String formula,
        Map<String, Object> config) {

    /** One operator: time of one run, and runs in one step. */
    public record OperatorDocument(
            String name, String pass, String shape, Interval microseconds, double count, Origin origin) {

        static OperatorDocument of(OperatorLine line) {
            return new OperatorDocument(
                    line.name(), line.pass().label(), line.shape(), line.micros(), line.count(), line.origin());
        }
    }

    /** One pipeline stage: its time for one micro-batch. */
    public record StageDocument(long layers, double forwardMicroseconds, double backwardMicroseconds) {

        static StageDocument of(StageSummary stage) {
            return new StageDocument(stage.layerCount(), stage.forwardMicros(), stage.backwardMicros());
        }
    }

    /** The document of an estimate. */
    public static StepDocument of(StepEstimate estimate, MemoryEstimate memory) {
        return new StepDocument(
                estimate.stepSeconds(),
                estimate.status().name(),
                estimate.reasons(),
                estimate.tokensPerSecondPerDevice(),
                estimate.modelFlopsPerSecondPerDevice() / 1e12,
                estimate.utilizationFraction(),
                breakdownSeconds(estimate.breakdown()),
                MemoryDocument.of(memory, List.of()),
                estimate.operators().stream().map(OperatorDocument::of).toList(),
                originShare(estimate.originShare()),
                estimate.stages().stream().map(StageDocument::of).toList(),
                estimate.formula().name().toLowerCase(Locale.ROOT),
                ConfigEcho.of(estimate.config()));
    }

    private static Map<String, Double> breakdownSeconds(Breakdown breakdown) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            seconds.put(key(part), breakdown.micros(part) / 1e6);
        }
        return seconds;
    }

    private static String key(Part part) {
        return switch (part) {
            case FORWARD -> "forward";
            case BACKWARD -> "backward";
            case RECOMPUTE -> "recompute";
            case TENSOR_PARALLEL -> "tensorParallel";
            case EXPERT_PARALLEL -> "expertParallel";
            case CONTEXT_PARALLEL -> "contextParallel";
            case PIPELINE_TRANSFER -> "pipelineTransfer";
            case PIPELINE_BUBBLE -> "pipelineBubble";
            case DATA_PARALLEL_EXPOSED -> "dataParallelExposed";
            case OPTIMIZER -> "optimizer";
            case OTHER -> "other";
        };
    }

    private static Map<Origin, Double> originShare(Map<Origin, Double> shares) {
        Map<Origin, Double> all = new EnumMap<>(Origin.class);
        for (Origin origin : Origin.values()) {
            if (origin != Origin.MIXED) {
                all.put(origin, shares.getOrDefault(origin, 0.0));
            }
        }
        return all;
    }
}

package org.stepcast.estimator.timing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.Work;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/**
 * What kernels reach where nothing was measured.
 *
 * @param computeFraction share of the dense peak by family
 * @param memoryPasses how often a family's kernels move what a single kernel would move once
 * @param spreadFraction how far a time may lie from the truth, each way
 */
record KernelDefaults(
        double launchMicros,
        double memoryFraction,
        Map<String, Double> computeFraction,
        Map<String, Double> memoryPasses,
        double spreadFraction) {

    private static final double MICROS_PER_SECOND = 1e6;

    private static final List<String> COMPUTE_FAMILIES = List.of(
            "gemm", "batched_gemm_scores", "batched_gemm_values", "attention_full", "attention_causal", "expert_layer");

    private static final List<String> UNFUSED_FAMILIES =
            List.of("unfused_rms_norm", "rotary_embedding", "cross_entropy", "embedding");

    KernelDefaults {
        computeFraction = Map.copyOf(computeFraction);
        memoryPasses = Map.copyOf(memoryPasses);
    }

    static KernelDefaults read(YamlNode section) {
        section.text("source");
        return new KernelDefaults(
                section.quantity("launch", Dimension.MICROS),
                section.optionalPositive("memory_fraction").orElse(1),
                numbers(section.section("compute_fraction"), COMPUTE_FAMILIES),
                numbers(section.section("memory_passes"), UNFUSED_FAMILIES),
                section.optionalPositive("spread").orElse(1));
    }

    /** Launch, then the longer of matrix products and memory traffic. */
    double micros(Operator operator, Pass pass, Precision precision, Device device) {
        Work work = operator.work(pass, precision);
        double bytes = work.movedBytes() * memoryPasses.getOrDefault(operator.family(), 1.0);
        double memory = bytes / (memoryFraction * device.memoryBytesPerSecond());
        return launchMicros + Math.max(compute(work, operator.family(), precision, device), memory) * MICROS_PER_SECOND;
    }

    private double compute(Work work, String family, Precision precision, Device device) {
        return work.flops() == 0
                ? 0
                : work.flops() / (computeFraction.getOrDefault(family, 1.0) * device.peakFlopsPerSecond(precision));
    }

    private static Map<String, Double> numbers(YamlNode section, List<String> families) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String family : families) {
            section.optionalPositive(family).ifPresent(number -> numbers.put(family, number));
        }
        return numbers;
    }
}

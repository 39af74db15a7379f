package org.stepcast.estimator.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.memory.Moment;
import org.stepcast.estimator.memory.Part.Share;
import org.stepcast.estimator.memory.StageMemory;
import org.stepcast.estimator.memory.Tensor;
import org.stepcast.estimator.step.Remedy;

/** The table that {@code stepcast memory} prints for people. */
public final class MemoryText {

    private static final int TENSOR_LINES = 12;
    private static final int REMEDY_LINES = 6;
    private static final int BAR_WIDTH = 40;
    private static final double GIB = 1L << 30;

    private final TrainingConfig config;
    private final MemoryEstimate memory;
    private final StringBuilder text = new StringBuilder();

    private MemoryText(TrainingConfig config, MemoryEstimate memory) {
        this.config = config;
        this.memory = memory;
    }

    /** The tables of a job. */
    public static String of(TrainingConfig config, MemoryEstimate memory, List<Remedy> remedies) {
        MemoryText report = new MemoryText(config, memory);
        report.headline();
        report.parts();
        report.tensors();
        report.stages();
        report.remedies(remedies);
        return report.text.toString();
    }

    /** The one line of the step's report. */
    static String line(MemoryEstimate memory) {
        return String.format(
                Locale.ROOT,
                "%.1f of %.1f GiB allocated, device total %.1f, stage %d, %s   (out of memory: %s)",
                memory.allocatedBytes() / GIB,
                memory.capacityBytes() / GIB,
                memory.deviceBytes() / GIB,
                memory.fullest().stage(),
                memory.peak().name(),
                percent(memory.outOfMemoryProbability()));
    }

    static Stream<Tensor> largestFirst(List<Tensor> tensors) {
        return tensors.stream()
                .sorted(Comparator.comparingLong(Tensor::bytes).reversed().thenComparing(Tensor::name));
    }

    private void headline() {
        var plan = config.parallel();
        line("%s on %s, %d devices", config.model().name(), config.cluster().name(), config.deviceCount());
        line(
                "tensor %d, pipeline %d, data %d, %s, recompute %s, micro-batch %d of %d tokens",
                plan.tensorSize(),
                plan.pipelineSize(),
                plan.dataSize(),
                plan.sharding().label(),
                config.recompute().label(),
                config.batch().microSize(),
                config.batch().sequenceTokens());
        line("");
        line(
                "Allocated      %8.2f GiB   stage %d, %s",
                memory.allocatedBytes() / GIB,
                memory.fullest().stage(),
                memory.peak().name());
        line("Reserved       %8.2f GiB   by the allocator", memory.reservedBytes() / GIB);
        line(
                "Device total   %8.2f GiB   context %.2f, %d communicators %.2f%s%s",
                memory.deviceBytes() / GIB,
                memory.outside().contextBytes() / GIB,
                memory.outside().communicatorCount(),
                memory.outside().communicatorBytes() / GIB,
                unlessNone(", CUDA graphs %.2f", memory.outside().graphBytes()),
                unlessNone(", user buffers %.2f", memory.outside().userBufferBytes()));
        line("Capacity       %8.2f GiB   as the driver reports it", memory.capacityBytes() / GIB);
        if (memory.hostBytes() > 0) {
            line(
                    "Host memory    %8.2f GiB   for each rank, %.2f for each node",
                    memory.hostBytes() / GIB, nodeHostBytes() / GIB);
        }
        line("Out of memory  %8s       %s", percent(memory.outOfMemoryProbability()), verdict());
        line("Habits           %s", memory.profile());
    }

    private static String unlessNone(String format, double bytes) {
        return bytes == 0 ? "" : String.format(Locale.ROOT, format, bytes / GIB);
    }

    private double nodeHostBytes() {
        return (double) memory.hostBytes()
                * Math.min(config.deviceCount(), config.cluster().node().deviceCount());
    }

    private String verdict() {
        if (!memory.fits()) {
            return "does not fit";
        }
        return memory.fitsWell() ? "fits" : "fits, barely";
    }

    private void parts() {
        Moment peak = memory.peak();
        line("");
        line("Where it goes at the peak");
        peak.parts().forEach((part, bytes) -> {
            double fraction = (double) bytes / peak.bytes();
            line(
                    "  %-18s %8.2f GiB %6.1f %%  %s",
                    part.label(), bytes / GIB, 100 * fraction, "█".repeat((int) Math.round(BAR_WIDTH * fraction)));
        });
    }

    private void tensors() {
        line("");
        line("Largest tensors");
        largestFirst(memory.peak().tensors())
                .limit(TENSOR_LINES)
                .forEach(tensor ->
                        line("  %-18s %8.2f GiB  %s", tensor.part().label(), tensor.bytes() / GIB, tensor.name()));
    }

    private void stages() {
        line("");
        line(
                "%-6s %6s %11s %9s %10s %9s %10s %10s %12s %7s  %s",
                "Stage",
                "layers",
                "parameters",
                "in flight",
                "allocated",
                "weights",
                "gradients",
                "optimizer",
                "activations",
                "other",
                "peak at (GiB)");
        memory.stages().forEach(this::stage);
    }

    private void stage(StageMemory stage) {
        line(
                "%-6d %6d %10.3fB %9.2f %10.2f %9.2f %10.2f %10.2f %12.2f %7.2f  %s",
                stage.stage(),
                stage.layerCount(),
                stage.parameterCount() / 1e9,
                stage.inFlightCount(),
                stage.allocatedBytes() / GIB,
                stage.peakBytes(Share.WEIGHTS) / GIB,
                stage.peakBytes(Share.GRADIENTS) / GIB,
                stage.peakBytes(Share.OPTIMIZER) / GIB,
                stage.peakBytes(Share.ACTIVATIONS) / GIB,
                stage.peakBytes(Share.OTHER) / GIB,
                stage.peak().name());
    }

    private void remedies(List<Remedy> remedies) {
        if (memory.fitsWell()) {
            return;
        }
        line("");
        if (remedies.isEmpty()) {
            line("No change of recomputation, batch, plan or offload on these devices makes it fit.");
            return;
        }
        line("What would make it fit%38s %10s %8s", "allocated", "out of mem.", "time");
        remedies.stream()
                .limit(REMEDY_LINES)
                .forEach(remedy -> line(
                        "  %-44s %9.2f GiB %10s %+7.1f %%",
                        String.join(", ", remedy.changes()),
                        remedy.memory().allocatedBytes() / GIB,
                        percent(remedy.memory().outOfMemoryProbability()),
                        100 * remedy.slowdownFraction()));
    }

    /** Whole percent, but never 0 or 100 for what is only close to it. */
    private static String percent(double probability) {
        if (probability < 0.005) {
            return "< 1 %";
        }
        return probability > 0.995 ? "> 99 %" : String.format(Locale.ROOT, "%.0f %%", 100 * probability);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}

package org.stepcast.estimator.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.memory.Moment;
import org.stepcast.estimator.memory.Part.Share;
import org.stepcast.estimator.memory.StageMemory;
import org.stepcast.estimator.memory.Tensor;
import org.stepcast.estimator.step.Remedy;

/**
 * The JSON of {@code stepcast memory}, and the memory part of that of {@code stepcast predict}.
 *
 * @param weightsBytes with gradients, optimizer, activations and other: the parts of the peak on the fullest stage, and
 *     what lies outside of the allocator; they sum to allocated, context and communicators
 * @param parts of the peak in more detail, by name
 * @param tensors of the peak, largest first
 * @param remedies what would make it fit, what costs the least time first; empty where it fits well
 */
public record MemoryDocument(
        double peakAllocatedBytes,
        double peakReservedBytes,
        double capacityBytes,
        boolean fits,
        double outOfMemoryProbability,
        double weightsBytes,
        double gradientsBytes,
        double optimizerBytes,
        double activationsBytes,
        double otherBytes,
        double peakDeviceBytes,
        double contextBytes,
        long communicatorCount,
        double communicatorBytes,
        double graphBytes,
        double userBufferBytes,
        double hostBytes,
        double fitsUpToProbability,
        String profile,
        int peakStage,
        String peakMoment,
        Map<String, Long> parts,
        List<TensorDocument> tensors,
        List<StageDocument> stages,
        List<RemedyDocument> remedies) {

    /** One tensor, or equal ones together. */
    public record TensorDocument(String name, String part, long bytes) {

        static TensorDocument of(Tensor tensor) {
            return new TensorDocument(tensor.name(), tensor.part().label(), tensor.bytes());
        }
    }

    /** Changes of the configuration that make it fit together; how much slower a step becomes. */
    public record RemedyDocument(
            List<String> changes, double slowdown, double peakAllocatedBytes, double outOfMemoryProbability) {

        static RemedyDocument of(Remedy remedy) {
            return new RemedyDocument(
                    remedy.changes(),
                    remedy.slowdownFraction(),
                    remedy.memory().allocatedBytes(),
                    remedy.memory().outOfMemoryProbability());
        }
    }

    /** One pipeline stage: its peak by part, and every moment at which it may be fullest. */
    public record StageDocument(
            int stage,
            long layerCount,
            long parameterCount,
            double inFlightCount,
            long peakAllocatedBytes,
            String peakMoment,
            Map<String, Long> parts,
            Map<String, Long> moments,
            long hostBytes) {

        static StageDocument of(StageMemory stage) {
            Map<String, Long> moments = new LinkedHashMap<>();
            stage.moments().forEach(moment -> moments.put(moment.name(), moment.bytes()));
            return new StageDocument(
                    stage.stage(),
                    stage.layerCount(),
                    stage.parameterCount(),
                    stage.inFlightCount(),
                    stage.allocatedBytes(),
                    stage.peak().name(),
                    partBytes(stage.peak()),
                    moments,
                    stage.hostBytes());
        }
    }

    /** The document of an estimate. */
    public static MemoryDocument of(MemoryEstimate memory, List<Remedy> remedies) {
        return new MemoryDocument(
                memory.allocatedBytes(),
                memory.reservedBytes(),
                memory.capacityBytes(),
                memory.fits(),
                memory.outOfMemoryProbability(),
                memory.peakBytes(Share.WEIGHTS),
                memory.peakBytes(Share.GRADIENTS),
                memory.peakBytes(Share.OPTIMIZER),
                memory.peakBytes(Share.ACTIVATIONS),
                memory.peakBytes(Share.OTHER) + memory.outside().bytes(),
                memory.deviceBytes(),
                memory.outside().contextBytes(),
                memory.outside().communicatorCount(),
                memory.outside().communicatorBytes(),
                memory.outside().graphBytes(),
                memory.outside().userBufferBytes(),
                memory.hostBytes(),
                memory.limits().levelFraction(),
                memory.profile(),
                memory.fullest().stage(),
                memory.peak().name(),
                partBytes(memory.peak()),
                MemoryText.largestFirst(memory.peak().tensors())
                        .map(TensorDocument::of)
                        .toList(),
                memory.stages().stream().map(StageDocument::of).toList(),
                remedies.stream().map(RemedyDocument::of).toList());
    }

    private static Map<String, Long> partBytes(Moment moment) {
        Map<String, Long> parts = new LinkedHashMap<>();
        moment.parts().forEach((part, bytes) -> parts.put(part.label(), bytes));
        return parts;
    }
}

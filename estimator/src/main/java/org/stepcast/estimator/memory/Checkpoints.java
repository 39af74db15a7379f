package org.stepcast.estimator.memory;

import java.util.List;
import java.util.stream.Stream;

/**
 * One layer under a recomputation policy.
 *
 * @param kept from the forward to the backward pass
 * @param recomputed alive only while the layer's own backward pass runs
 */
record Checkpoints(List<Tensor> kept, List<Tensor> recomputed) {

    Checkpoints {
        kept = List.copyOf(kept);
        recomputed = List.copyOf(recomputed);
    }

    static Checkpoints of(Setting setting, LayerKind kind) {
        LayerTensors layer = LayerTensors.of(setting, kind);
        return switch (setting.config().recompute()) {
            case NONE -> new Checkpoints(layer.all(), List.of());
            case SELECTIVE ->
                setting.has(Habit.OPERATOR_CHECKPOINTS) ? ofOperators(setting, kind, layer) : ofCore(layer);
            case FULL ->
                new Checkpoints(
                        List.of(layer.input()),
                        asRecomputed(Stream.concat(layer.lasting().stream(), layer.core().stream())));
        };
    }

    /** Source: Korthikanti et al. 2022, arXiv 2205.05198, section 5. */
    private static Checkpoints ofCore(LayerTensors layer) {
        List<Tensor> kept = Stream.concat(Stream.of(layer.input()), layer.lasting().stream())
                .toList();
        return new Checkpoints(kept, asRecomputed(layer.core().stream()));
    }

    /**
     * The layer's input, attention's output and statistics, and the outputs of the first, third, fifth and seventh matrix
     * product: query, value, gate, down. Source: torchtitan, selective activation checkpointing per operator.
     */
    private static Checkpoints ofOperators(Setting setting, LayerKind kind, LayerTensors layer) {
        AttentionSizes sizes = AttentionSizes.of(setting);
        double element = setting.tokens() * setting.elementBytes();
        double ways = setting.plan().tensorSize();
        double keyHeads = Math.max(1, setting.model().keyValueHeadCount() / ways);
        List<Tensor> kept = List.of(
                layer.input(),
                activation("query", element * sizes.queryWidth()),
                activation("value", element * keyHeads * setting.model().headSize()),
                activation("attention output", element * sizes.outputWidth()),
                activation("log-sum-exp", setting.tokens() * sizes.headCount() * 4),
                activation("gate", element * kind.feedForwardWidth() / ways),
                activation("MLP output", setting.residualBytes()));
        long whole = layer.all().stream().mapToLong(Tensor::bytes).sum();
        long few = kept.stream().mapToLong(Tensor::bytes).sum();
        return new Checkpoints(
                kept, List.of(new Tensor("operators between checkpoints", Part.RECOMPUTED, Math.max(0, whole - few))));
    }

    private static Tensor activation(String name, double bytes) {
        return Tensor.of(name, Part.ACTIVATIONS, bytes);
    }

    private static List<Tensor> asRecomputed(Stream<Tensor> tensors) {
        return tensors.map(tensor -> tensor.as(Part.RECOMPUTED)).toList();
    }
}

package org.stepcast.estimator.memory;

import java.util.List;
import java.util.stream.Stream;
import org.stepcast.estimator.config.SelfAttention;
import org.stepcast.estimator.memory.LayerKind.Dense;
import org.stepcast.estimator.memory.LayerKind.Sparse;

/**
 * One layer under a recomputation policy.
 *
 * @param kept from the forward to the backward pass
 * @param recomputed alive only while the layer's own backward pass runs, or a part of it
 */
record Checkpoints(List<Tensor> kept, List<Tensor> recomputed, Scope scope) {

    /** During which part of a layer's backward pass the recomputed tensors are alive. */
    enum Scope {
        LAYER,
        ATTENTION_CORE
    }

    Checkpoints {
        kept = List.copyOf(kept);
        recomputed = List.copyOf(recomputed);
    }

    static Checkpoints of(Setting setting, LayerKind kind) {
        LayerTensors layer = LayerTensors.of(setting, kind);
        return switch (setting.config().recompute()) {
            case NONE -> new Checkpoints(layer.all(), List.of(), Scope.LAYER);
            case SELECTIVE ->
                setting.has(Habit.OPERATOR_CHECKPOINTS) ? ofOperators(setting, kind, layer) : ofCore(layer);
            case FULL -> ofLayer(setting, layer);
        };
    }

    /** All but the input is computed again, the layer's output too. */
    private static Checkpoints ofLayer(Setting setting, LayerTensors layer) {
        Stream<Tensor> output = Stream.of(activation("layer output", setting.residualBytes()));
        return new Checkpoints(
                List.of(layer.input()),
                asRecomputed(Stream.of(layer.lasting().stream(), layer.core().stream(), output)
                        .flatMap(tensors -> tensors)),
                Scope.LAYER);
    }

    /** Source: Korthikanti et al. 2022, arXiv 2205.05198, section 5. */
    private static Checkpoints ofCore(LayerTensors layer) {
        List<Tensor> kept = Stream.concat(Stream.of(layer.input()), layer.lasting().stream())
                .toList();
        return new Checkpoints(kept, asRecomputed(layer.core().stream()), Scope.ATTENTION_CORE);
    }

    /**
     * The layer's input, attention's output and statistics, and the outputs of the first, third, fifth and seventh matrix
     * product: query, value, gate, down. Source: torchtitan, selective activation checkpointing per operator.
     */
    private static Checkpoints ofOperators(Setting setting, LayerKind kind, LayerTensors layer) {
        AttentionSizes sizes = AttentionSizes.of(setting);
        double element = setting.tokens() * setting.elementBytes();
        List<Tensor> kept = List.of(
                layer.input(),
                activation("query", element * sizes.queryWidth()),
                activation("value", element * valueWidth(setting)),
                activation("attention output", element * sizes.outputWidth()),
                activation("log-sum-exp", setting.tokens() * sizes.headCount() * 4),
                activation("gate", setting.elementBytes() * kind.activationCount(setting)),
                activation("MLP output", setting.elementBytes() * outputCount(setting, kind)));
        long whole = layer.all().stream().mapToLong(Tensor::bytes).sum();
        long few = kept.stream().mapToLong(Tensor::bytes).sum();
        return new Checkpoints(
                kept,
                List.of(new Tensor("operators between checkpoints", Part.RECOMPUTED, Math.max(0, whole - few))),
                Scope.LAYER);
    }

    private static double valueWidth(Setting setting) {
        SelfAttention rank = setting.shape().attention();
        return (double) rank.keyValueHeadCount() * rank.valueSize();
    }

    private static double outputCount(Setting setting, LayerKind kind) {
        return switch (kind) {
            case Dense dense -> setting.residualCount();
            case Sparse sparse -> sparse.rowCount() * setting.model().hiddenSize();
        };
    }

    private static Tensor activation(String name, double bytes) {
        return Tensor.of(name, Part.ACTIVATIONS, bytes);
    }

    private static List<Tensor> asRecomputed(Stream<Tensor> tensors) {
        return tensors.map(tensor -> tensor.as(Part.RECOMPUTED)).toList();
    }
}

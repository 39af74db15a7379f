package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.stepcast.estimator.model.BlockWork.Kind;

/** The moments of a step at which a stage may be fullest. */
final class StageMoments {

    /** Of one logit's gradient as it enters the output layer. */
    private static final double LOGIT_GRADIENT_BYTES = 2;

    private final Setting setting;
    private final StageLayers layers;
    private final StageWeights weights;
    private final ModelStates states;
    private final StageBuffers buffers;
    private final double inFlightCount;
    private final List<Moment> moments = new ArrayList<>();

    private StageMoments(Setting setting, StageLayers layers, Generation generation) {
        this.setting = setting;
        this.layers = layers;
        this.weights = StageWeights.of(setting, layers);
        this.states = ModelStates.of(setting, weights);
        this.buffers = StageBuffers.of(setting, weights, layers.work().layerCount(), generation);
        this.inFlightCount = InFlight.microBatchCount(setting.config(), layers.stage());
    }

    /** Bytes of a stage that are alive in every moment, and those of the optimizer step. */
    record States(long heldBytes, long steppingBytes) {

        static States of(Setting setting, StageLayers layers, Generation generation) {
            StageMoments stage = new StageMoments(setting, layers, generation);
            return new States(
                    bytes(stage.states.lasting()) + bytes(stage.buffers.lasting()), bytes(stage.states.stepping()));
        }

        private static long bytes(List<Tensor> tensors) {
            return tensors.stream().mapToLong(Tensor::bytes).sum();
        }
    }

    static StageMemory of(Setting setting, StageLayers layers, Generation generation) {
        StageMoments stage = new StageMoments(setting, layers, generation);
        stage.backward();
        if (layers.last()) {
            stage.loss();
            stage.outputLayer();
        }
        if (layers.first()) {
            stage.embedding();
        }
        stage.optimizerStep();
        return new StageMemory(
                layers.stage(),
                layers.work().layerCount(),
                stage.weights.count(),
                stage.inFlightCount,
                stage.moments,
                Math.round(stage.states.hostBytes()));
    }

    /** The first backward pass: the most micro-batches are in flight, and one layer's gradients are alive. */
    private void backward() {
        moments.add(layers.runs().stream()
                .map(run -> new Moment("backward of micro-batch 1", backwardOf(run.memory())))
                .max(Comparator.comparingLong(Moment::bytes))
                .orElseGet(() -> new Moment("backward of micro-batch 1", held(inFlightCount, Map.of()))));
    }

    /** The backward pass of the last layer of a kind; layers behind it are through and have freed what they kept. */
    private List<Tensor> backwardOf(LayerMemory layer) {
        List<Tensor> tensors =
                held(inFlightCount, layers.layersBehind(layer.kind().kind()));
        tensors.addAll(buffers.gathered());
        tensors.addAll(buffers.reducing());
        tensors.addAll(layer.running());
        if (layers.last()) {
            tensors.add(logits("logits held by the engine", setting.loss().heldBytes()));
        }
        return tensors;
    }

    private void loss() {
        LossBytes loss = setting.loss();
        List<Tensor> forward = heldWithHead();
        forward.add(logits("logits in the loss", loss.forwardBytes()));
        moments.add(new Moment("loss forward", forward));
        List<Tensor> backward = heldWithHead();
        backward.add(logits("logits and their gradient", loss.backwardBytes()));
        moments.add(new Moment("loss backward", backward));
    }

    private void outputLayer() {
        List<Tensor> tensors = heldWithHead();
        tensors.add(logits("gradient of the logits", LOGIT_GRADIENT_BYTES));
        tensors.add(Tensor.of("gradient of the output layer's input", Part.HEAD, setting.gatheredBytes()));
        if (setting.has(Habit.WEIGHT_GRADIENT_TENSORS)) {
            double matrix = StageWeights.tableCount(setting);
            tensors.add(
                    Tensor.of("weight gradient of the output layer", Part.BACKWARD, setting.elementBytes() * matrix));
        }
        moments.add(new Moment("output layer's backward", tensors));
    }

    /** The end of the first chunk's backward pass, when all others are still in flight. */
    private void embedding() {
        List<Tensor> tensors = held(inFlightCount - 1.0 / setting.plan().virtualStageCount(), Map.of());
        tensors.add(Tensor.of(
                "gradient of the embedding's table", Part.BACKWARD, setting.elementBytes() * weights.embeddingCount()));
        tensors.add(Tensor.of("gradient of the embedding's output", Part.BACKWARD, 2 * setting.residualBytes()));
        moments.add(new Moment("embedding's backward", tensors));
    }

    private void optimizerStep() {
        List<Tensor> tensors = held(0, Map.of());
        tensors.addAll(states.stepping());
        moments.add(new Moment(Moment.OPTIMIZER_STEP, tensors));
    }

    private List<Tensor> heldWithHead() {
        List<Tensor> tensors = held(inFlightCount, Map.of());
        tensors.add(Tensor.of("final norm input and output", Part.HEAD, 2 * setting.residualBytes()));
        return tensors;
    }

    /**
     * What is alive in every moment, and the activations of {@code microBatchCount}.
     *
     * @param freed layers of one micro-batch that are through, by kind
     */
    private List<Tensor> held(double microBatchCount, Map<Kind, Long> freed) {
        List<Tensor> tensors = new ArrayList<>(states.lasting());
        tensors.addAll(buffers.lasting());
        if (microBatchCount > 0) {
            layers.runs()
                    .forEach(run -> tensors.addAll(run.memory()
                            .kept(run.layerCount() * microBatchCount
                                    - freed.getOrDefault(run.memory().kind().kind(), 0L))));
            if (layers.first() && setting.hasDropout()) {
                double mask = setting.residualCount();
                tensors.add(Tensor.of("embedding dropout mask", Part.ACTIVATIONS, mask)
                        .times(microBatchCount));
            }
        }
        return tensors;
    }

    private Tensor logits(String name, double bytes) {
        return Tensor.of(name, Part.LOGITS, setting.logitCount() * bytes);
    }
}

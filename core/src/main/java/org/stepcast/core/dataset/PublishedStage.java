package org.stepcast.core.dataset;

import org.stepcast.core.operator.OptimizerStep;

/**
 * The parameters of the pipeline stages whose optimizer step was sampled: {@code encoders} layers of two norms and four
 * linear layers with bias, before them an embedding (first stage) or after them a norm and an output layer (last stage).
 */
record PublishedStage(long parameterCount, long tensorCount, long largestTensorParameterCount) {

    private static final long TENSORS_PER_LAYER = 12;

    static PublishedStage of(PublishedOperator stage, PublishedShape shape) {
        long layers = shape.get("encoders");
        long layerParameters = layers * layerParameters(shape);
        long layerTensors = layers * TENSORS_PER_LAYER;
        long largestMatrix = 4 * shape.dim() * shape.dim() / shape.mp();
        long embedding = shape.vocabularyShard() * shape.dim();
        // The sampled output layer divides the padded shard by the ranks once more.
        long output = shape.vocabularyShard() / shape.mp() * (shape.dim() + 1);
        return switch (stage) {
            case FIRST_STAGE_OPTIMIZER ->
                new PublishedStage(layerParameters + embedding, layerTensors + 1, Math.max(largestMatrix, embedding));
            case LAST_STAGE_OPTIMIZER ->
                new PublishedStage(
                        layerParameters + output + 2 * shape.dim(), layerTensors + 4, Math.max(largestMatrix, output));
            default -> new PublishedStage(layerParameters, layerTensors, largestMatrix);
        };
    }

    /** A row that states its parameters itself; its largest tensor is the embedding. */
    static OptimizerStep stepOf(PublishedShape shape) {
        long embedding = PublishedShape.vocabularyShard(1) * shape.get("hidden_size");
        long parameters = shape.get("params");
        return new OptimizerStep(parameters, shape.get("param_tensors"), Math.min(embedding, parameters));
    }

    OptimizerStep step() {
        return new OptimizerStep(parameterCount, tensorCount, largestTensorParameterCount);
    }

    private static long layerParameters(PublishedShape shape) {
        long dim = shape.dim();
        long mp = shape.mp();
        long norms = 4 * dim;
        long attention = 3 * dim / mp * (dim + 1) + dim * (dim / mp + 1);
        long mlp = 4 * dim / mp * (dim + 1) + dim * (4 * dim / mp + 1);
        return norms + attention + mlp;
    }
}

package org.stepcast.sampler.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.stepcast.sampler.backend.ModelShape;

/** Makes the tensors of a model in the order in which training.py takes them. */
final class Weights {

    /** GPT-2's: the standard deviation of fresh weights. */
    private static final float SPREAD = 0.02f;

    private final NDManager manager;
    private final NDList tensors = new NDList();

    private Weights(NDManager manager) {
        this.manager = manager;
    }

    static NDList of(ModelShape model, NDManager manager) {
        Weights weights = new Weights(manager);
        switch (model.family()) {
            case GPT2 -> weights.gpt2(model);
            case LLAMA -> weights.llama(model);
        }
        return weights.tensors;
    }

    private void gpt2(ModelShape model) {
        long dim = model.hiddenSize();
        random(model.vocabularySize(), dim).random(model.positionCount(), dim).norm(dim);
        for (int layer = 0; layer < model.layerCount(); layer++) {
            norm(dim).linear(dim, 3 * dim).linear(dim, dim);
            norm(dim).linear(dim, model.feedForwardSize()).linear(model.feedForwardSize(), dim);
        }
    }

    private void llama(ModelShape model) {
        long dim = model.hiddenSize();
        long keys = (long) model.keyValueHeadCount() * model.headSize();
        random(model.vocabularySize(), dim).ones(dim).random(model.vocabularySize(), dim);
        for (int layer = 0; layer < model.layerCount(); layer++) {
            ones(dim).random(dim, dim).random(keys, dim).random(keys, dim).random(dim, dim);
            ones(dim).random(model.feedForwardSize(), dim).random(model.feedForwardSize(), dim);
            random(dim, model.feedForwardSize());
        }
    }

    private Weights linear(long from, long to) {
        return random(to, from).zeros(to);
    }

    private Weights norm(long size) {
        return ones(size).zeros(size);
    }

    private Weights random(long... shape) {
        return add(manager.randomNormal(0, SPREAD, new Shape(shape), DataType.FLOAT32));
    }

    private Weights ones(long size) {
        return add(manager.ones(new Shape(size), DataType.FLOAT32));
    }

    private Weights zeros(long size) {
        return add(manager.zeros(new Shape(size), DataType.FLOAT32));
    }

    private Weights add(NDArray tensor) {
        tensors.add(tensor);
        return this;
    }
}

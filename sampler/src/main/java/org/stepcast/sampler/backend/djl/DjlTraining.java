package org.stepcast.sampler.backend.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Locale;
import org.stepcast.sampler.backend.GradientReducer;
import org.stepcast.sampler.backend.ModelShape;
import org.stepcast.sampler.backend.ModelShape.Family;
import org.stepcast.sampler.backend.PreparedTraining;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.TrainingBackend.TrainingTask;

/** A model in fp32 with AdamW; gradients are freed after each step and written anew by the next. */
final class DjlTraining implements PreparedTraining {

    private static final double ROTARY_BASE = 10_000;
    private static final double NANOS_PER_MICRO = 1e3;

    private final TorchScript script;
    private final NDManager manager;
    private final TrainingTask task;
    private final NDList weights;
    private final NDList means = new NDList();
    private final NDList squares = new NDList();
    private final NDList steps = new NDList();

    DjlTraining(TorchScript script, NDManager manager, TrainingTask task) {
        this.script = script;
        this.manager = manager;
        this.task = task;
        this.weights = Weights.of(task.model(), manager);
        for (NDArray weight : weights) {
            means.add(manager.zeros(weight.getShape(), DataType.FLOAT32));
            squares.add(manager.zeros(weight.getShape(), DataType.FLOAT32));
            steps.add(manager.ones(new Shape(1), DataType.FLOAT32));
        }
    }

    @Override
    public StepTimes step(GradientReducer reducer) throws Refusal {
        try (NDManager scope = manager.newSubManager()) {
            JniUtils.setGradMode(true);
            NDList leaves = new NDList(
                    weights.stream().map(weight -> leaf(weight, scope)).toList());
            NDList call = forwardCall(leaves, scope);
            long start = System.nanoTime();
            NDArray loss = script.run(call).head();
            float lossPerToken = loss.getFloat();
            long afterForward = System.nanoTime();
            JniUtils.backward((PtNDArray) loss, (PtNDArray) scope.ones(loss.getShape()), false, false);
            long afterBackward = System.nanoTime();
            NDList gradients =
                    new NDList(leaves.stream().map(NDArray::getGradient).toList());
            average(gradients, reducer);
            long afterReduce = System.nanoTime();
            script.run(updateCall(gradients, scope));
            long end = System.nanoTime();
            gradients.forEach(gradient -> gradient.attach(scope));
            return new StepTimes(
                    (afterForward - start) / NANOS_PER_MICRO,
                    (afterBackward - afterForward) / NANOS_PER_MICRO,
                    (afterReduce - afterBackward) / NANOS_PER_MICRO,
                    (end - afterReduce) / NANOS_PER_MICRO,
                    lossPerToken);
        } catch (EngineException failed) {
            throw EngineFailure.refusal(failed);
        }
    }

    @Override
    public long parameterCount() {
        return weights.stream().mapToLong(NDArray::size).sum();
    }

    @Override
    public void close() {
        manager.close();
    }

    private static NDArray leaf(NDArray weight, NDManager scope) {
        NDArray leaf = Leaf.of(weight.stopGradient());
        leaf.attach(scope);
        leaf.setName("parameters[]");
        return leaf;
    }

    private NDList forwardCall(NDList leaves, NDManager scope) {
        ModelShape model = task.model();
        Shape tokens = new Shape(task.batchCount(), task.sequenceTokens());
        NDList arguments = new NDList(
                scope.randomInteger(0, model.vocabularySize(), tokens, DataType.INT64),
                scope.randomInteger(0, model.vocabularySize(), tokens, DataType.INT64),
                scope.zeros(new Shape(model.headCount(), model.keyValueHeadCount())));
        arguments.addAll(leaves);
        if (model.family() == Family.LLAMA) {
            arguments.add(angles(scope).cos());
            arguments.add(angles(scope).sin());
        }
        return TorchScript.call(scope, model.family().name().toLowerCase(Locale.ROOT), arguments);
    }

    /** Rotary angles [sequence, 1, headSize]. Source: Su et al. 2021, arXiv 2104.09864. */
    private NDArray angles(NDManager scope) {
        int size = task.model().headSize();
        float[] values = new float[task.sequenceTokens() * size];
        for (int i = 0; i < values.length; i++) {
            int position = i / size;
            int pair = i % size % (size / 2);
            values[i] = (float) (position * Math.pow(ROTARY_BASE, -2.0 * pair / size));
        }
        return scope.create(values, new Shape(task.sequenceTokens(), 1, size));
    }

    private NDList updateCall(NDList gradients, NDManager scope) {
        Operands operands = new Operands(scope, DataType.FLOAT32);
        operands.list("parameters", weights).list("grads", gradients);
        operands.list("means", means).list("squares", squares).list("steps", steps);
        return TorchScript.call(scope, "adam", operands.all());
    }

    /** All gradients pass through one buffer, as DistributedDataParallel's do through its buckets. */
    private static void average(NDList gradients, GradientReducer reducer) {
        if (reducer.rankCount() == 1) {
            return;
        }
        FloatBuffer buffer = reducer.values();
        gradients.forEach(gradient -> buffer.put(values(gradient)));
        reducer.sumMicros(buffer.position());
        buffer.flip();
        for (NDArray gradient : gradients) {
            int count = Math.toIntExact(gradient.size());
            values(gradient).put(buffer.slice(buffer.position(), count));
            buffer.position(buffer.position() + count);
            gradient.divi(reducer.rankCount());
        }
    }

    /** The array's own memory. */
    private static FloatBuffer values(NDArray array) {
        return array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}

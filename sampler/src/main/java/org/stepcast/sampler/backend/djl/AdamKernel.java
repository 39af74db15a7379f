package org.stepcast.sampler.backend.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.stepcast.core.operator.OptimizerStep;

/** One fused AdamW update. All copies of operands but one would be too large: one set is used again and again. */
final class AdamKernel extends DjlKernel {

    /** Whether the moments exist already, or are allocated and zeroed by the step, as the published stages have it. */
    enum Moments {
        KEPT,
        NEW
    }

    private final TorchScript script;

    AdamKernel(TorchScript script, NDManager manager, ScriptCall call) {
        super(manager, List.of(call));
        this.script = script;
    }

    static ScriptCall call(OptimizerStep step, Moments moments, NDManager manager, DataType type) {
        Operands operands = new Operands(manager, type);
        operands.list("parameters", tensors(step, operands, type)).list("grads", tensors(step, operands, type));
        if (moments == Moments.NEW) {
            return new ScriptCall("first_adam", operands.all());
        }
        NDList steps = new NDList();
        NDList means = new NDList();
        NDList squares = new NDList();
        for (long count : tensorSizes(step)) {
            means.add(manager.zeros(new Shape(count), type));
            squares.add(manager.zeros(new Shape(count), type));
            steps.add(manager.ones(new Shape(1), DataType.FLOAT32));
        }
        operands.list("means", means).list("squares", squares).list("steps", steps);
        return new ScriptCall("adam", operands.all());
    }

    @Override
    double timedMicros(NDList arguments, NDManager scope, Stopwatch stopwatch) {
        NDList call = TorchScript.call(scope, method(), arguments);
        return stopwatch.micros(() -> script.run(call));
    }

    private static NDList tensors(OptimizerStep step, Operands operands, DataType type) {
        NDList tensors = new NDList();
        for (long count : tensorSizes(step)) {
            tensors.add(operands.numbers(type, count));
        }
        return tensors;
    }

    /** The largest tensor, and the rest in equal parts. */
    private static long[] tensorSizes(OptimizerStep step) {
        long[] sizes = new long[(int) step.tensorCount()];
        sizes[0] = step.tensorCount() == 1 ? step.parameterCount() : step.largestTensorParameterCount();
        long rest = step.parameterCount() - sizes[0];
        for (int i = 1; i < sizes.length; i++) {
            sizes[i] = Math.max(1, rest / (sizes.length - 1));
        }
        return sizes;
    }
}

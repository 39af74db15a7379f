package org.stepcast.sampler.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.stepcast.core.operator.Pass;

/** An operator whose backward pass is PyTorch's own: the graph that the forward pass records, run backwards. */
final class GraphKernel extends DjlKernel {

    private final TorchScript script;
    private final String method;
    private final Pass pass;

    GraphKernel(TorchScript script, NDManager manager, List<ScriptCall> copies, Pass pass) {
        super(manager, copies);
        this.script = script;
        this.method = copies.getFirst().method();
        this.pass = pass;
    }

    @Override
    double timedMicros(NDList arguments, NDManager scope, Stopwatch stopwatch) {
        NDList fresh = new NDList(
                arguments.stream().map(array -> Leaf.fresh(array, scope)).toList());
        if (method.equals("mask_fill")) {
            fresh.set(
                    0,
                    script.run(TorchScript.call(scope, "operand", new NDList(fresh.head())))
                            .head());
        }
        NDList call = TorchScript.call(scope, method, fresh);
        if (pass == Pass.FORWARD) {
            return stopwatch.micros(() -> script.run(call));
        }
        NDList outputs = script.run(call);
        NDList gradients = new NDList();
        for (NDArray output : outputs) {
            gradients.add(new Operands(scope, output.getDataType())
                    .numbers(output.getDataType(), output.getShape().getShape()));
        }
        return stopwatch.rawMicros(() -> backward(outputs, gradients));
    }

    private static NDList backward(NDList outputs, NDList gradients) {
        for (int i = 0; i < outputs.size(); i++) {
            JniUtils.backward((PtNDArray) outputs.get(i), (PtNDArray) gradients.get(i), false, false);
        }
        return outputs;
    }
}

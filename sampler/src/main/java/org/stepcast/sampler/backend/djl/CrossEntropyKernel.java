package org.stepcast.sampler.backend.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.stepcast.core.operator.Pass;

/** The loss over a part of the vocabulary, whose backward pass is written out: it turns the saved softmax into the gradient. */
final class CrossEntropyKernel extends DjlKernel {

    private final TorchScript script;
    private final Pass pass;

    CrossEntropyKernel(TorchScript script, NDManager manager, List<ScriptCall> copies, Pass pass) {
        super(manager, copies);
        this.script = script;
        this.pass = pass;
    }

    @Override
    double timedMicros(NDList arguments, NDManager scope, Stopwatch stopwatch) {
        NDList call = TorchScript.call(scope, "cross_entropy", arguments);
        if (pass == Pass.FORWARD) {
            return stopwatch.micros(() -> script.run(call));
        }
        NDList lossAndSoftmax = script.run(call);
        NDList backward = TorchScript.call(
                scope,
                "cross_entropy_backward",
                new NDList(lossAndSoftmax.get(1), arguments.get(1), lossAndSoftmax.get(0)));
        return stopwatch.micros(() -> script.run(backward));
    }
}

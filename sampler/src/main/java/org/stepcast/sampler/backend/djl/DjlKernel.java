package org.stepcast.sampler.backend.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.stepcast.sampler.backend.PreparedKernel;
import org.stepcast.sampler.backend.Refusal;

/**
 * One pass with its operands. Runs rotate among copies of the operands, so that the last run's are not all in the caches
 * close to the cores; results and gradients are freed after each run, as in training.
 */
abstract class DjlKernel implements PreparedKernel {

    private final NDManager manager;
    private final List<ScriptCall> copies;
    private Stopwatch stopwatch = Stopwatch.raw(results -> {});
    private int turn;

    DjlKernel(NDManager manager, List<ScriptCall> copies) {
        this.manager = manager;
        this.copies = List.copyOf(copies);
    }

    /** This kernel, timed by {@code other}. */
    DjlKernel timedBy(Stopwatch other) {
        stopwatch = other;
        return this;
    }

    /** Runs what leads up to the pass, then the pass under the stopwatch. */
    abstract double timedMicros(NDList arguments, NDManager scope, Stopwatch timer);

    final String method() {
        return copies.getFirst().method();
    }

    @Override
    public final double runMicros() throws Refusal {
        NDList arguments = copies.get(turn++ % copies.size()).arguments();
        try (NDManager scope = manager.newSubManager()) {
            JniUtils.setGradMode(true); // DJL starts every thread without
            return timedMicros(arguments, scope, stopwatch);
        } catch (EngineException | IllegalArgumentException | UnsupportedOperationException failed) {
            throw EngineFailure.refusal(failed);
        }
    }

    @Override
    public final void close() {
        manager.close();
    }
}

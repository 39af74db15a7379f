package org.stepcast.sampler.backend.cuda;

import java.util.List;
import org.stepcast.sampler.backend.Refusal;

/** One pass of one operator on operands of its own: the kernels that a framework starts for it, in order. */
final class Routine implements AutoCloseable {

    private final List<Operand> operands;
    private final List<Step> steps;
    private final Runnable release;

    Routine(List<Operand> operands, List<Step> steps, Runnable release) {
        this.operands = List.copyOf(operands);
        this.steps = List.copyOf(steps);
        this.release = release;
    }

    List<Operand> operands() {
        return operands;
    }

    /** Bytes of all operands. */
    long footprintBytes() {
        return operands.stream().mapToLong(Operand::sizeBytes).sum();
    }

    /** Adds all steps to the stream. */
    void enqueue() throws Refusal {
        for (Step step : steps) {
            step.enqueue();
        }
    }

    @Override
    public void close() {
        release.run();
    }
}

package org.stepcast.sampler.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.stepcast.core.error.DoesNotFitException;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.sampler.backend.GradientReducer;
import org.stepcast.sampler.backend.PreparedTraining;
import org.stepcast.sampler.backend.PreparedTraining.StepTimes;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.TrainingBackend;

/** Trains a model for some steps and reports what that took. */
public final class Bench {

    private final TrainingBackend backend;
    private final IntFunction<GradientReducer> connect;
    private final IntConsumer progress;

    /**
     * @param connect connects the ranks, each of which holds so many gradients
     * @param progress hears how many steps are done, warm-up included
     */
    public Bench(TrainingBackend backend, IntFunction<GradientReducer> connect, IntConsumer progress) {
        this.backend = backend;
        this.connect = connect;
        this.progress = progress;
    }

    /**
     * Runs the warm-up and the measured steps.
     *
     * @throws NotCoveredException if the backend does not train so
     * @throws DoesNotFitException if memory runs out
     */
    public BenchReport run(BenchTask task) {
        try (PreparedTraining training = backend.prepare(task.training());
                GradientReducer reducer = connect.apply(Math.toIntExact(training.parameterCount()));
                MemoryWatch memory = MemoryWatch.start()) {
            List<StepTimes> steps = new ArrayList<>();
            for (int step = 0; step < task.warmUpCount() + task.stepCount(); step++) {
                StepTimes times = training.step(reducer);
                if (step >= task.warmUpCount()) {
                    steps.add(times);
                }
                progress.accept(step + 1);
            }
            return new BenchReport(
                    task,
                    backend.device(),
                    training.parameterCount(),
                    steps,
                    memory.processPeakBytes(),
                    memory.machinePeakBytes());
        } catch (Refusal refusal) {
            String what = task.training().model().name() + ": " + refusal.text() + ".";
            throw refusal.kind() == Refusal.Kind.OUT_OF_MEMORY
                    ? new DoesNotFitException(what + "\n  Try a smaller --batch-size or --seq-length.")
                    : new NotCoveredException(what);
        }
    }
}

package org.stepcast.estimator.schedule;

import java.util.List;

/**
 * A time that no run of a schedule beats, to tell quickly which plans cannot be the fastest. It follows from what each
 * stage s waits for, works off and leaves to others, with passes F and B of a part and m micro-batches:
 *
 * <pre>
 * arrive  the first micro-batch has passed the parts before s
 * return  or: a micro-batch has gone to the last part and come back, before which s can only run the forward passes that
 *         fill the pipeline
 * work    m · (F + B), all chunks of s together
 * drain   after the last gradient leaves s, the parts before it have theirs to do
 * </pre>
 *
 * <p>On equal stages without transfers arrive + work + drain is the closed form of 1F1B and of its interleaved variant.
 */
public final class LeastTime {

    private final PipelineSchedule schedule;
    private final List<StageTimes> parts;
    private final int stageCount;
    private final int microBatchCount;

    private LeastTime(PipelineSchedule schedule, List<StageTimes> parts, int microBatchCount) {
        this.schedule = schedule;
        this.parts = parts;
        this.stageCount = parts.size() / schedule.chunkCount();
        this.microBatchCount = microBatchCount;
    }

    /**
     * A time that {@link PipelineSimulation#run} does not stay under.
     *
     * @param parts as there
     */
    public static double micros(PipelineSchedule schedule, List<StageTimes> parts, int microBatchCount) {
        return new LeastTime(schedule, parts, microBatchCount).most();
    }

    /** What the stage says that takes longest; sums over parts before and behind it are carried along. */
    private double most() {
        double most = 0;
        double arrive = 0;
        double drain = 0;
        double turn = turnMicros();
        for (int stage = 0; stage < stageCount; stage++) {
            StageTimes lastChunk = parts.get(parts.size() - stageCount + stage);
            turn -= gradientMicros(lastChunk);
            double work = workMicros(stage);
            double start = Math.max(arrive, turn - fillMicros(stage));
            double drained = stage == 0 ? 0 : drain - lateMicros(stage);
            most = Math.max(most, start + work + Math.max(0, drained));
            turn -= stage + 1 < stageCount ? lastChunk.backwardTransferMicros() : 0;
            StageTimes first = parts.get(stage);
            arrive += first.forwardMicros() + first.forwardTransferMicros();
            drain += gradientMicros(first) + first.backwardTransferMicros();
        }
        return most;
    }

    /** A micro-batch on its way to the last part and, from there, through all last chunks. */
    private double turnMicros() {
        double micros = 0;
        for (int part = 0; part < parts.size(); part++) {
            StageTimes times = parts.get(part);
            boolean last = part == parts.size() - 1;
            boolean comesBack = part >= parts.size() - stageCount;
            micros += times.forwardMicros() + (last ? 0 : times.forwardTransferMicros());
            micros += comesBack ? gradientMicros(times) + (last ? 0 : times.backwardTransferMicros()) : 0;
        }
        return micros;
    }

    /** What the part before waits for. */
    private double gradientMicros(StageTimes part) {
        return schedule instanceof ZeroBubble ? part.inputGradientMicros() : part.backwardMicros();
    }

    private double workMicros(int stage) {
        double micros = 0;
        for (int part = stage; part < parts.size(); part += stageCount) {
            micros += parts.get(part).busyMicros();
        }
        return microBatchCount * micros;
    }

    /** Forward passes that a stage can run before its first backward pass, at most. */
    private double fillMicros(int stage) {
        double longest = 0;
        for (int part = stage; part < parts.size(); part += stageCount) {
            longest = Math.max(longest, parts.get(part).forwardMicros());
        }
        return schedule.peakInFlight(stage, stageCount, microBatchCount) * longest;
    }

    /** Weight gradients that a stage runs beside the parts before it, after its last gradient has left. */
    private double lateMicros(int stage) {
        return schedule instanceof ZeroBubble
                ? Math.min(microBatchCount, stage + 1) * parts.get(stage).weightGradientMicros()
                : 0;
    }
}

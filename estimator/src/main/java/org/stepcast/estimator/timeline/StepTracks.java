package org.stepcast.estimator.timeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.stepcast.estimator.schedule.PipelineRun;
import org.stepcast.estimator.schedule.PipelineRun.Slice;
import org.stepcast.estimator.schedule.StageTimes;
import org.stepcast.estimator.schedule.Task;
import org.stepcast.estimator.step.Part;
import org.stepcast.estimator.step.StepCourse;
import org.stepcast.estimator.step.StepCourse.PassShares;
import org.stepcast.estimator.step.StepCourse.StepEndPart;
import org.stepcast.estimator.timeline.Track.Stream;

/** Draws the passes, transfers and ends of a step onto tracks. */
final class StepTracks {

    private static final PassShares PLAIN = new PassShares(0, 0, 0);

    private final StepCourse course;
    private final PipelineRun run;
    private final List<StageTracks> stages = new ArrayList<>();

    private StepTracks(StepCourse course, double factor) {
        this.course = course;
        this.run = course.run();
        for (int stage = 0; stage < run.stageCount(); stage++) {
            stages.add(new StageTracks(stage, factor));
        }
    }

    static Timeline of(PipelineRun run) {
        List<PassShares> shares = Collections.nCopies(run.parts().size(), PLAIN);
        return of(new StepCourse(run, shares, Collections.nCopies(run.stageCount(), List.of())), 1);
    }

    static Timeline of(StepCourse course, double factor) {
        StepTracks drawing = new StepTracks(course, factor);
        List<Slice> slices = course.run().slices();
        slices.forEach(drawing::pass);
        for (int stage = 0; stage < course.ends().size(); stage++) {
            drawing.end(stage);
        }
        return new Timeline(
                course.run().stageCount(),
                drawing.stages.stream()
                        .flatMap(stage -> stage.tracks().stream())
                        .toList(),
                InFlight.counters(course.run(), slices, factor),
                course.totalMicros() * factor);
    }

    private void pass(Slice slice) {
        int part = run.part(slice.stage(), slice.task().chunk());
        PassShares shares = course.parts().get(part);
        StageTimes times = run.parts().get(part);
        boolean last = part == run.parts().size() - 1;
        switch (slice.task().kind()) {
            case FORWARD -> {
                compute(slice, 0, Span.Kind.FORWARD);
                collectives(slice, shares.forwardCollectiveMicros());
                send(slice, last ? 0 : times.forwardTransferMicros());
            }
            case BACKWARD -> gradient(slice, part, Span.Kind.BACKWARD);
            case INPUT_GRADIENT -> gradient(slice, part, Span.Kind.INPUT_GRADIENT);
            case WEIGHT_GRADIENT -> compute(slice, 0, Span.Kind.WEIGHT_GRADIENT);
        }
    }

    private void gradient(Slice slice, int part, Span.Kind kind) {
        PassShares shares = course.parts().get(part);
        double recomputeMicros = Math.min(shares.recomputeMicros(), slice.endMicros() - slice.startMicros());
        compute(slice, recomputeMicros, kind);
        collectives(slice, shares.backwardCollectiveMicros());
        send(slice, part == 0 ? 0 : run.parts().get(part - 1).backwardTransferMicros());
    }

    /** Recomputation is drawn in one piece before the pass that needs it; in truth it goes layer by layer. */
    private void compute(Slice slice, double recomputeMicros, Span.Kind kind) {
        double middle = slice.startMicros() + recomputeMicros;
        add(slice, Stream.COMPUTE, "recompute ", Span.Kind.RECOMPUTE, slice.startMicros(), middle);
        add(slice, Stream.COMPUTE, "", kind, middle, slice.endMicros());
    }

    private void collectives(Slice slice, double micros) {
        double start = Math.max(slice.startMicros(), slice.endMicros() - micros);
        add(slice, Stream.TENSOR, "collectives ", Span.Kind.COLLECTIVE, start, slice.endMicros());
    }

    private void send(Slice slice, double micros) {
        add(slice, Stream.PIPELINE, "send ", Span.Kind.SEND, slice.endMicros(), slice.endMicros() + micros);
    }

    private void add(Slice slice, Stream stream, String what, Span.Kind kind, double start, double end) {
        Task task = slice.task();
        String name = what + letter(task.kind()) + " " + task.microBatch()
                + (run.schedule().chunkCount() == 1 ? "" : " chunk " + task.chunk());
        String label = Integer.toString(task.microBatch());
        stages.get(slice.stage()).add(stream, new Span(name, label, kind, task.chunk(), start, end));
    }

    private static String letter(Task.Kind kind) {
        return switch (kind) {
            case FORWARD -> "F";
            case BACKWARD, INPUT_GRADIENT -> "B";
            case WEIGHT_GRADIENT -> "W";
        };
    }

    /**
     * The ends of a stage one after the other. What compute hides of a collective lies before the passes' end if it comes
     * before the optimizer; after the optimizer it is hidden by the next step's first passes, shown as this step's.
     */
    private void end(int stage) {
        StageTracks tracks = stages.get(stage);
        double now = run.endMicros().get(stage);
        boolean updated = false;
        for (StepEndPart part : course.ends().get(stage)) {
            boolean optimizer = part.part() == Part.OPTIMIZER;
            Span.Kind kind = optimizer ? Span.Kind.OPTIMIZER : Span.Kind.DATA_PARALLEL;
            Stream stream = optimizer ? Stream.COMPUTE : Stream.DATA;
            double hidden = Math.min(part.hiddenMicros(), run.endMicros().get(stage));
            if (updated) {
                tracks.add(stream, new Span(part.name(), "", kind, 0, 0, hidden));
            }
            double start = updated ? now : now - hidden;
            now += part.exposedMicros();
            tracks.add(stream, new Span(part.name(), "", kind, 0, start, now));
            updated |= optimizer;
        }
    }
}

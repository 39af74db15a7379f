package org.stepcast.estimator.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stepcast.estimator.schedule.AllForwardAllBackward;
import org.stepcast.estimator.schedule.InterleavedOneForwardOneBackward;
import org.stepcast.estimator.schedule.OneForwardOneBackward;
import org.stepcast.estimator.schedule.PipelineSchedule;
import org.stepcast.estimator.schedule.PipelineSimulation;
import org.stepcast.estimator.schedule.StageTimes;
import org.stepcast.estimator.schedule.ZeroBubble;
import org.stepcast.estimator.timeline.Timeline;
import org.stepcast.estimator.timeline.TimelineSvg;
import org.stepcast.estimator.timeline.TimelineSvg.Use;

/** Draws the pictures of docs/: each schedule on four equal stages, and a predicted step. */
public final class DrawTimelines {

    private static final int STAGE_COUNT = 4;
    private static final int MICRO_BATCH_COUNT = 8;
    /** Of a whole stage; each half of the backward pass takes as long as the forward pass. */
    private static final double PASS_MICROS = 12;

    private DrawTimelines() {}

    /**
     * Draws all of them.
     *
     * @param arguments the project's folder, and the configuration of the step to draw
     */
    public static void main(String[] arguments) throws IOException {
        Path docs = Path.of(arguments[0]).resolve("docs");
        Files.createDirectories(docs.resolve("schedules"));
        for (Map.Entry<String, String> picture : schedules().entrySet()) {
            Files.writeString(docs.resolve("schedules").resolve(picture.getKey()), picture.getValue());
        }
        Timeline step = Timeline.of(Forecaster.in(Path.of(arguments[0])).predict(Path.of(arguments[1])));
        Files.writeString(docs.resolve("timeline.svg"), TimelineSvg.of(step, Use.FILE));
    }

    /** File names and pictures of all schedules. */
    static Map<String, String> schedules() {
        Map<String, String> pictures = new LinkedHashMap<>();
        add(pictures, new AllForwardAllBackward());
        add(pictures, new OneForwardOneBackward());
        add(pictures, new InterleavedOneForwardOneBackward(2));
        add(pictures, new ZeroBubble());
        return pictures;
    }

    private static void add(Map<String, String> pictures, PipelineSchedule schedule) {
        double micros = PASS_MICROS / schedule.chunkCount();
        StageTimes part = new StageTimes(micros, micros, micros, 0, 0);
        Timeline timeline = Timeline.of(PipelineSimulation.run(
                schedule, Collections.nCopies(STAGE_COUNT * schedule.chunkCount(), part), MICRO_BATCH_COUNT));
        pictures.put(schedule.label() + ".svg", TimelineSvg.of(timeline, Use.FILE));
    }
}

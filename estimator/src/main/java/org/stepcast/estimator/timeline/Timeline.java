package org.stepcast.estimator.timeline;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.schedule.PipelineRun;
import org.stepcast.estimator.step.StepEstimate;

/**
 * What every stage of a pipeline does during one step.
 *
 * @param tracks stage by stage, in each by stream; only streams that do something
 * @param totalMicros when the last of it is over
 */
public record Timeline(int stageCount, List<Track> tracks, List<Counter> counters, double totalMicros) {

    public Timeline {
        tracks = List.copyOf(tracks);
        counters = List.copyOf(counters);
    }

    /** The whole step, stretched by the calibration factor if there is one. */
    public static Timeline of(StepEstimate estimate) {
        return StepTracks.of(
                estimate.course(),
                estimate.breakdown().totalMicros() / estimate.course().totalMicros());
    }

    /** The pipeline alone. */
    public static Timeline of(PipelineRun run) {
        return StepTracks.of(run);
    }

    /** The same timeline with one figure more. */
    public Timeline with(Counter counter) {
        List<Counter> more = new ArrayList<>(counters);
        more.add(counter);
        return new Timeline(stageCount, tracks, more, totalMicros);
    }

    int spanCount() {
        return tracks.stream().mapToInt(track -> track.spans().size()).sum();
    }
}

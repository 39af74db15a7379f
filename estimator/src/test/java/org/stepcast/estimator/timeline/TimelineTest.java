package org.stepcast.estimator.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.estimator.step.StepCourse;
import org.stepcast.estimator.timeline.Counter.Point;

class TimelineTest {

    private static List<String> spans(Timeline timeline, int stage, String track) {
        return timeline.tracks().stream()
                .filter(each -> each.stage() == stage && each.name().equals(track))
                .flatMap(each -> each.spans().stream())
                .map(span -> span.name() + " " + span.startMicros() + "-" + span.endMicros())
                .toList();
    }

    static Stream<StepCourse> courses() {
        return Stream.of(Courses.pair(), Courses.interleaved(), Courses.zeroBubble());
    }

    @Test
    void stagesShowPassesTransfersAndTheEndOfTheStep() {
        Timeline timeline = StepTracks.of(Courses.pair(), 1);

        assertThat(spans(timeline, 0, "compute"))
                .containsExactly(
                        "F 0 0.0-10.0", "recompute B 0 44.0-48.0", "B 0 48.0-64.0", "optimizer step 67.0-72.0");
        assertThat(spans(timeline, 0, "tensor"))
                .containsExactly("collectives F 0 9.0-10.0", "collectives B 0 62.0-64.0");
        assertThat(spans(timeline, 0, "pipeline")).containsExactly("send F 0 10.0-12.0");
        assertThat(spans(timeline, 1, "pipeline")).containsExactly("send B 0 42.0-44.0");
    }

    @Test
    void hiddenCommunicationLiesBesideThePassesThatHideIt() {
        Timeline timeline = StepTracks.of(Courses.pair(), 1);

        assertThat(spans(timeline, 0, "data"))
                .containsExactly(
                        "parameter all_gather 0.0-8.0",
                        "gradient reduce_scatter 58.0-67.0",
                        "parameter all_gather 72.0-76.0");
    }

    @Test
    void calibrationStretchesEverything() {
        Timeline timeline = StepTracks.of(Courses.pair(), 2);

        assertThat(spans(timeline, 1, "pipeline")).containsExactly("send B 0 84.0-88.0");
        assertThat(timeline.totalMicros()).isEqualTo(2 * (64 + 3 + 5 + 4.0));
        assertThat(timeline.counters().getFirst().points()).containsExactly(new Point(0, 1), new Point(2 * 64, 0));
    }

    @Test
    void sendsThatOverlapGoOntoTracksBesideEachOther() {
        assertThat(StepTracks.of(Courses.interleaved(), 1).tracks())
                .extracting(Track::name)
                .contains("pipeline", "pipeline 2");
    }

    @ParameterizedTest
    @MethodSource("courses")
    void spansOfATrackNeverOverlapAndEndWithinTheStep(StepCourse course) {
        Timeline timeline = StepTracks.of(course, 1);

        for (Track track : timeline.tracks()) {
            double free = 0;
            for (Span span : track.spans()) {
                assertThat(span.startMicros()).isGreaterThanOrEqualTo(free);
                free = span.endMicros();
            }
            assertThat(free).isLessThanOrEqualTo(timeline.totalMicros());
        }
    }

    @ParameterizedTest
    @MethodSource("courses")
    void computeTracksAddUpToTheBusyTimeAndTheOptimizer(StepCourse course) {
        Timeline timeline = StepTracks.of(course, 1);

        for (Track track : timeline.tracks()) {
            if (track.stream() == Track.Stream.COMPUTE) {
                assertThat(track.spans().stream().mapToDouble(Span::micros).sum())
                        .isCloseTo(course.run().busyMicros(track.stage()) + 5, within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("courses")
    void microBatchesInFlightComeAndGo(StepCourse course) {
        for (Counter counter : StepTracks.of(course, 1).counters()) {
            double peak =
                    counter.points().stream().mapToDouble(Point::value).max().orElseThrow();
            assertThat(peak)
                    .isEqualTo(course.run()
                            .schedule()
                            .peakInFlight(
                                    counter.stage(),
                                    course.run().stageCount(),
                                    course.run().microBatchCount()));
            assertThat(counter.points().getLast().value()).isZero();
        }
    }
}
